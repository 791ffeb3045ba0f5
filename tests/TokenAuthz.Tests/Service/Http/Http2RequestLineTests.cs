namespace TokenAuthz.Tests.Service.Http;

/// <summary>
/// Each method, authority and target gets an answer over HTTP/2, and the connection stays: a gateway that fails open takes a stream that
/// is reset for an allow. The verdict is that over HTTP/1.1.
/// </summary>
[Promise(1)]
[Promise(2)]
public sealed class Http2RequestLineTests(BothVersions listeners) : IClassFixture<BothVersions>
{
    private const string Host = "example.com";

    private static readonly Http2Answer Unclear = new(403, "bad_request");

    /// <summary>What is special, and the authority.</summary>
    public static TheoryData<string, string> Authorities { get; } = new()
    {
        { "a name", "a" },
        { "a name with a port", "example.com:8443" },
        { "large letters", "EXAMPLE.com" },
        { "a dot at the end", "example.com." },
        { "an address", "192.0.2.1:80" },
        { "an address of IPv6", "[2001:db8::1]:80" },
        { "an underscore", "a_b" },
        { "a bracket that is not closed", "[2001:db8::1" },
        { "brackets around nothing", "[]" },
        { "a bracket alone", "[" },
        { "a port without a number", "example.com:" },
        { "a port that is no number", "example.com:http" },
        { "a colon alone", ":" },
        { "two ports", "example.com:1:2" },
        { "a port that is too large", "example.com:99999999999999999999" },
        { "a user", "user@example.com" },
        { "a path", "example.com/a" },
        { "an escape", "example%2Ecom" },
        { "two names", "a, b" },
        { "1 KiB", new('a', 1024) },
        { "1 KiB and a byte", new('a', 1025) },
        { "70 KiB", new('a', 70 * 1024) },
    };

    /// <summary>What is special, and the method.</summary>
    public static TheoryData<string, string> Methods { get; } = new()
    {
        { "HEAD", "HEAD" },
        { "OPTIONS", "OPTIONS" },
        { "TRACE", "TRACE" },
        { "small letters", "get" },
        { "CONNECT in small letters", "connect" },
        { "a method of this client's own", "X-ANY" },
        { "none", "" },
        { "a star", "*" },
        { "two words", "GET GET" },
        { "1 KiB", new('A', 1024) },
        { "70 KiB", new('A', 70 * 1024) },
    };

    /// <summary>What is special, and the target.</summary>
    public static TheoryData<string, string> Targets { get; } = new()
    {
        { "a path", "/a" },
        { "a query", "/a?b=c&d" },
        { "an empty query", "/a?" },
        { "none", "" },
        { "a star", "*" },
        { "no slash at the beginning", "a" },
        { "a query alone", "?a" },
        { "a fragment", "/a#b" },
        { "a whole URL", "http://example.com/a" },
        { "a name with a port", "example.com:443" },
        { "two slashes", "//a" },
        { "the folder above", "/a/../b" },
        { "the folder above the root", "/../../b" },
        { "a folder above that is escaped", "/a/%2e%2e/b" },
        { "a slash that is escaped", "/a%2Fb" },
        { "an escape that is none", "/a%zz" },
        { "an escape that is cut", "/a%2" },
        { "NUL that is escaped, in the query", "/a?%00" },
        { "UTF-8 that is escaped", "/%c3%a9" },
        { "UTF-8 that is escaped and wrong", "/%c3%28?%ff" },
        { "60 KiB", "/" + new string('a', 60 * 1024) },
        { "60 KiB of escapes", "/" + string.Concat(Enumerable.Repeat("%41", 20 * 1024)) },
        { "70 KiB", "/" + new string('a', 70 * 1024) },
        { "a query of 70 KiB", "/?" + new string('a', 70 * 1024) },
    };

    [Theory]
    [MemberData(nameof(Authorities))]
    public Task Answers_as_over_HTTP_1_when_the_authority_is(string description, string authority) =>
        CompareAsync([(description, "GET", authority, "/a")]);

    [Theory]
    [MemberData(nameof(Methods))]
    public Task Answers_as_over_HTTP_1_when_the_method_is(string description, string method) =>
        CompareAsync([(description, method, Host, "/a")]);

    [Theory]
    [MemberData(nameof(Targets))]
    public Task Answers_as_over_HTTP_1_when_the_target_is(string description, string target) =>
        CompareAsync([(description, "GET", Host, target)]);

    [Theory]
    [InlineData("/a", "b")]
    [InlineData("/", "")]
    [InlineData("/a?b", "c")]
    public async Task Answers_as_over_HTTP_1_each_byte_and_each_escape_in_a_target(string before, string after)
    {
        var bytes = Enumerable.Range(0, 256).Select(value => $"{before}{(char)value}{after}");
        var escapes = Enumerable.Range(0, 256).SelectMany(value => new[] { $"{before}%{value:X2}{after}", $"{before}%{value:x2}{after}" });

        await CompareAsync(bytes.Concat(escapes).Select(target => (Name(target), "GET", Host, target)));
    }

    [Theory]
    [InlineData("a", "b")]
    [InlineData("", "b")]
    [InlineData("a:8", "0")]
    [InlineData("[::", "1]")]
    public Task Answers_as_over_HTTP_1_each_byte_in_an_authority(string before, string after) =>
        CompareAsync(EachByte(before, after).Select(authority => (Name(authority), "GET", authority, "/a")));

    [Fact]
    public Task Answers_as_over_HTTP_1_each_byte_in_a_method() =>
        CompareAsync(EachByte("A", "B").Select(method => (Name(method), method, Host, "/a")));

    [Theory]
    [InlineData("https")]
    [InlineData("HTTP")]
    [InlineData("")]
    [InlineData("a:b")]
    [InlineData("\u00ff")]
    [InlineData("+")]
    public async Task Answers_whatever_the_scheme_is(string scheme)
    {
        using var connection = await Http2Connection.OpenAsync(listeners.Http2Port);
        var fields = Http2Frame.Request("GET", Host, "/a", ("token", Token.Of("/a"))).Replace(
            Http2Frame.Field(":scheme", "http"), Http2Frame.Field(":scheme", scheme), StringComparison.Ordinal);

        var answer = await connection.AskAsync(fields);

        Assert.True(answer.Status is 200 or 403, answer.ToString());
    }

    private static IEnumerable<string> EachByte(string before, string after) =>
        Enumerable.Range(0, 256).Select(value => $"{before}{(char)value}{after}");

    // HTTP/1.1 takes control characters in a target, a name behind spaces, and more forms of a target.
    private static bool IsTaken(string method, string authority, string target) =>
        target.StartsWith('/')
        && !(method + authority + target).AsSpan().ContainsAnyExceptInRange('!', '~');

    private static string Name(string text) => string.Concat(text.Select(c => c is > ' ' and < '\u007f' ? $"{c}" : $"\\x{(int)c:x2}"));

    private async Task CompareAsync(IEnumerable<(string Description, string Method, string Authority, string Target)> requests)
    {
        using var connection = await Http2Connection.OpenAsync(listeners.Http2Port);
        var mistakes = new List<string>();
        foreach (var (description, method, authority, target) in requests)
        {
            foreach (var token in (string[])[Token.Of(target), Token.Wrong])
            {
                var answer = await connection.AskAsync(Http2Frame.Request(method, authority, target, ("token", token)));
                var plain = await RawHttp.SendAsync(listeners.Http1Port, RawHttp.Request(method, target, token, host: authority));
                var isSame = answer == new Http2Answer(plain.Status, plain.Value("x-auth-reason"));
                if (!isSame && (answer != Unclear || (plain.Status is not (>= 400 and < 500) && IsTaken(method, authority, target))))
                    mistakes.Add($"{description}: {answer} over HTTP/2, {plain} over HTTP/1.1");
            }
        }

        Assert.Empty(mistakes);
    }
}

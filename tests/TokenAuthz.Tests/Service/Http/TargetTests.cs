namespace TokenAuthz.Tests.Service.Http;

/// <summary>What is signed is the request target as it was sent: not decoded, not resolved, not merged, not lower-cased.</summary>
[Promise(4)]
public sealed class TargetTests(SharedService shared)
{
    /// <summary>What is wrong with a target whose twin was signed, the twin, the target.</summary>
    public static TheoryData<string, string, string> Others { get; } = new()
    {
        { "another path", "/b", "/a" },
        { "another query", "/a?x=1", "/a?x=2" },
        { "a query that was not signed", "/a", "/a?x=1" },
        { "a signed query that is missing", "/a?x=1", "/a" },
        { "parameters in another order", "/a?x=1&y=2", "/a?y=2&x=1" },
        { "an empty query", "/a", "/a?" },
        { "a slash at the end", "/a", "/a/" },
        { "another case", "/a", "/A" },
        { "a path parameter", "/a", "/a;x" },
        { "two slashes", "/a", "//a" },
        { "two slashes in the middle", "/a/b", "/a//b" },
        { "a dot segment", "/a", "/./a" },
        { "a dot segment at the end", "/a", "/a/." },
        { "two dots that resolve to what was signed", "/b", "/a/../b" },
        { "two dots behind what was signed", "/a", "/a/../b" },
        { "escaped dots", "/b", "/a/%2e%2e/b" },
        { "an escaped slash", "/a/b", "/a%2fb" },
        { "an escaped letter", "/a", "/%61" },
        { "an escape that was signed decoded", "/a b", "/a%20b" },
        { "an escape of another case", "/a%2Fb", "/a%2fb" },
        { "an escape twice", "/a%2fb", "/a%252fb" },
        { "a backslash", "/a/b", "/a\\b" },
        { "a plus for a space", "/a?x=%20", "/a?x=+" },
        { "an escaped question mark", "/a?x", "/a%3fx" },
        { "a fragment", "/a", "/a#x" },
        { "the absolute form of what was signed", "/a", "http://example.com/a" },
        { "the host in capitals", "http://example.com/a", "http://EXAMPLE.com/a" },
        { "a scheme that was not signed", "http://example.com/a", "https://example.com/a" },
        { "an asterisk in a path", "*", "/*" },
        { "another length", "/aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", "/a" },
    };

    public static TheoryData<string> AsSent { get; } =
    [
        "/", "/a", "/a/b?x=1&y=2", "/a?", "/a/", "/A", "/a;x", "//", "//a", "/a//b", "/./a", "/a/../b", "/..", "/%2e%2e/b", "/a%2fb",
        "/a%2Fb", "/%61", "/a%20b", "/a%252fb", "/a\\b",
        "/a?u=//b/../c", "/a?x=%00", "/a?x=%zz", "/a?x=%", "/%zz", "/%c0%af", "/%E4%BD%A0", "/a#x", "/a?x#y", "/{}|^`\"<>",
        "/a:b@c", "/?", "/??", "/a?x=1?y=2",
        "http://example.com/a?x=1", "http://example.com", "http://example.com/", "https://example.com/a",
    ];

    [Theory]
    [MemberData(nameof(Others))]
    public async Task Denies_the_token_of_another_spelling_when_the_target_has(string description, string ofTarget, string sent)
    {
        var answer = await shared.Service.CheckAsync(sent, Token.Line(ofTarget));

        Expect.Equal(403, answer.Status, description);
        answer.AssertDenied("invalid_token");
    }

    [Theory]
    [MemberData(nameof(AsSent))]
    public async Task Allows_the_token_of_the_target_as_it_was_sent(string target)
    {
        (await shared.Service.CheckAsync(target, Token.Line(target))).AssertAllowed();
        (await shared.Service.CheckAsync(target, $"token: {Token.Wrong}\r\n")).AssertDenied("invalid_token");
        (await shared.Service.CheckAsync(target)).AssertDenied("missing_token");
    }

    [Fact]
    public async Task Checks_the_asterisk_form_when_the_options_of_the_server_are_asked_for()
    {
        (await shared.Service.CheckAsync("*", Token.Line("*"), "OPTIONS")).AssertAllowed();
        (await shared.Service.CheckAsync("*", Token.Line("/"), "OPTIONS")).AssertDenied("invalid_token");
        (await shared.Service.CheckAsync("*", method: "OPTIONS")).AssertDenied("missing_token");
    }

    [Fact]
    public async Task Checks_the_authority_form_when_a_tunnel_is_asked_for()
    {
        (await ConnectAsync(Token.Line("example.com:443"))).AssertAllowed();
        (await ConnectAsync(Token.Line("/"))).AssertDenied("invalid_token");
        (await ConnectAsync("")).AssertDenied("missing_token");
    }

    [Fact]
    public async Task Checks_a_long_target_to_its_last_byte()
    {
        var target = "/" + new string('a', 60_000);

        (await shared.Service.CheckAsync(target, Token.Line(target))).AssertAllowed();
        (await shared.Service.CheckAsync(target[..^1] + "b", Token.Line(target))).AssertDenied("invalid_token");
    }

    // The target of CONNECT has to be the Host.
    private Task<RawAnswer> ConnectAsync(string headers) =>
        RawHttp.SendToEndAsync(
            shared.Service.CheckPort, $"CONNECT example.com:443 HTTP/1.1\r\nHost: example.com:443\r\nConnection: close\r\n{headers}\r\n");
}

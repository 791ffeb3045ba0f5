namespace TokenAuthz.Tests.Commands;

/// <summary>Where <c>sign</c> puts a token, and what its options change in it.</summary>
public static class SignOptionTests
{
    private const string Secret = "a-key-of-ours-5d1c";
    private const string Other = "another-key-77af";

    private const string At = "2026-11-23T12:00:00Z";
    private const long Now = 1795435200;

    public static TheoryData<string, string, string[], string> Tokens { get; } = new()
    {
        { "a header", "token-header", ["/a"], $"token: {Token.Of("/a", Secret)}" },
        { "a query", "hex", ["/a"], $"/a?expire={Now + 1800}&token={Token.Of("/a", $"{Secret}{Now + 1800}")}" },
        { "a query that is there", "hex", ["/a?b=1"], $"/a?b=1&expire={Now + 1800}&token={Token.Of("/a", $"{Secret}{Now + 1800}")}" },
        { "a whole URL", "hex", ["http://example.com/a"],
            $"http://example.com/a?expire={Now + 1800}&token={Token.Of("/a", $"{Secret}{Now + 1800}")}" },
        { "a URL with its user and port", "hex", ["http://me@example.com:80/a"],
            $"http://me@example.com:80/a?expire={Now + 1800}&token={Token.Of("/a", $"{Secret}{Now + 1800}")}" },
        { "a path", "edgeone-c", ["/a?b=1"], $"/{Token.Of($"{Secret}/a{Now:x}", "")}/{Now:x}/a?b=1" },
        { "a cookie", "cookie", ["/a"], $"cookie: t={Token.Of("/a", Secret)}" },
        { "a time to live", "hex", ["/a", "--ttl", "00:01:00"], $"/a?expire={Now + 60}&token={Token.Of("/a", $"{Secret}{Now + 60}")}" },
        { "another key", "token-header", ["/a", "--key", "other"], $"token: {Token.Of("/a", Other)}" },
        { "a free field", "alibaba-a", ["/a", "--field", "uid=7", "--field", "rand=x"],
            $"/a?auth_key={Now}-x-7-{Token.Of($"/a-{Now}-x-7-{Secret}", "")}" },
        { "free fields that nobody sets", "alibaba-a", ["/a"], $"/a?auth_key={Now}-0-0-{Token.Of($"/a-{Now}-0-0-{Secret}", "")}" },
        { "a method", "method", ["/a", "-X", "PUT"], $"t: {Token.Of("PUT /a", Secret)}" },
        { "a body", "body", ["/a", "-d", "b=c"], $"t: {Token.Of("b=c", Secret)}" },
        { "a header that is signed", "headers", ["/a", "-H", "X-Tenant: 7"], $"t: {Token.Of("X-Tenant:7\n/a", Secret)}" },
        { "the client's address", "address", ["/a", "--client-address", "192.0.2.1"], $"t: {Token.Of("192.0.2.1 /a", Secret)}" },
    };

    public static TheoryData<string, string, string[], string> Mistakes { get; } = new()
    {
        { "a key that there is not", "token-header", ["--key", "otter"], "--key otter: the policy a has the keys ours, other" },
        { "a policy that there is not", "token-header", ["--policy", "b"], "--policy b: there is no such policy; there are a" },
        { "a field without a value", "alibaba-a", ["--field", "uid"], "--field uid: write it as NAME=VALUE" },
        { "a field twice", "alibaba-a", ["--field", "uid=1", "--field", "uid=2"], "--field uid: it is there twice" },
        { "a field that there is not", "alibaba-a", ["--field", "user=1"],
            "a token of alibaba-a has no field user; it has issued, rand, uid, sig" },
        { "a header twice", "headers", ["-H", "X-Tenant: 1", "-H", "x-tenant: 2"], "--header X-Tenant: it is there twice" },
        { "a time to live in days by accident", "hex", ["--ttl", "30"], "--ttl 30: write a time as hh:mm:ss" },
        { "a time to live that is over", "hex", ["--ttl", "-00:01:00"], "--ttl -00:01:00: write a time as hh:mm:ss" },
        { "a time to live that the token cannot say", "token-header", ["--ttl", "00:01:00"],
            "a token of token-header does not say when it ends" },
        { "an address that is not known", "address", [],
            "address signs the client's address, and the request has none: name it with --client-address" },
        { "a header that is covered and not there", "covered", [],
            "covered signs the header x-tenant, and the request has none: name it with --header" },
        { "no instant", "token-header", ["--at", "soon"], "--at soon: write an instant" },
    };

    [Theory]
    [MemberData(nameof(Tokens))]
    public static async Task Prints_the_request_with_its_token(string description, string scheme, string[] arguments, string printed)
    {
        var result = await RunAsync(scheme, arguments);

        Expect.Equal(new CommandResult(0, printed, ""), result, description);
    }

    /// <summary>What curl sends as <c>Host</c>, for a URL as somebody typed it.</summary>
    [Theory]
    [InlineData("no port", "http://example.com/a", "example.com")]
    [InlineData("the port of http", "http://example.com:80/a", "example.com")]
    [InlineData("the port of https", "https://example.com:443/a", "example.com")]
    [InlineData("the port of http, with a zero in front", "http://example.com:080/a", "example.com")]
    [InlineData("the port of http, in capitals", "HTTP://example.com:80/a", "example.com")]
    [InlineData("the port of the other", "http://example.com:443/a", "example.com:443")]
    [InlineData("the port of the other", "https://example.com:80/a", "example.com:80")]
    [InlineData("another port", "http://example.com:8080/a", "example.com:8080")]
    [InlineData("another port, with a zero in front", "http://example.com:08080/a", "example.com:8080")]
    [InlineData("a port that is not there", "http://example.com:/a", "example.com")]
    [InlineData("a user", "http://me:word@example.com/a", "example.com")]
    [InlineData("a user and the port of http", "http://me@example.com:80/a", "example.com")]
    [InlineData("an IPv6 address", "http://[::1]/a", "[::1]")]
    [InlineData("an IPv6 address and the port of http", "http://[::1]:80/a", "[::1]")]
    [InlineData("an IPv6 address and another port", "http://[::1]:8080/a", "[::1]:8080")]
    public static async Task Signs_the_host_that_a_client_sends(string description, string url, string host)
    {
        var result = await RunAsync("host", [url]);

        Expect.Equal(new CommandResult(0, $"t: {Token.Of(host + "/a", Secret)}", ""), result, description);
    }

    [Theory]
    [MemberData(nameof(Mistakes))]
    public static async Task Says_what_to_write_instead_of(string description, string scheme, string[] arguments, string says)
    {
        var result = await RunAsync(scheme, ["/a", .. arguments]);

        Expect.Equal((1, ""), (result.ExitCode, result.Output), $"{description}: {result}");
        Assert.StartsWith("token-authz: " + says, result.Error, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', result.Error);
    }

    [Fact]
    public static async Task Says_what_is_wrong_with_a_path()
    {
        var result = await RunAsync("decoded", ["/a%2fb"]);

        Assert.Equal((1, ""), (result.ExitCode, result.Output));
        Assert.StartsWith("token-authz: decoded refuses this path or query: ", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public static async Task Says_that_a_policy_asks_for_no_token() =>
        Assert.Equal(
            new(1, "", "token-authz: the policy open asks for no token; name another with --policy."),
            await TokenAuthzProcess.RunAsync([
                "sign", "/a", $"--TokenAuthz:Secret={Secret}", "--TokenAuthz:Policies:0:Name=open", "--TokenAuthz:Policies:0:Action=Allow"
            ]));

    [Fact]
    public static async Task Says_that_no_policy_covers_the_request() =>
        Assert.Equal(
            new(1, "", "token-authz: no policy covers this request; name one with --policy."),
            await TokenAuthzProcess.RunAsync(
                ["sign", "/a", $"--TokenAuthz:Secret={Secret}", "--TokenAuthz:Policies:0:Name=b", "--TokenAuthz:Policies:0:Paths:0=/b"]));

    private static Task<CommandResult> RunAsync(string scheme, string[] arguments)
    {
        string[] settings =
        [
            "Keys:0:Id=ours", $"Keys:0:Value={Secret}", "Keys:1:Id=other", $"Keys:1:Value={Other}", "Policies:0:Name=a",
            $"Policies:0:Scheme={scheme}",
            "Listeners:0:Url=http://*:8080", "Listeners:0:ClientAddressHeader=x-client-address",
            "Schemes:hex:Preset=keycdn", "Schemes:hex:Encoding=Hex",
            .. Plain("cookie", "cookie", "{path}"), .. Plain("method", "header", "{method} {path}"), .. Plain("body", "header", "{body}"),
            .. Plain("headers", "header", "{header_lines}{path}"), "Schemes:headers:SignedHeaders:0=X-Tenant",
            .. Plain("address", "header", "{client_address} {path}"),
            .. Plain("decoded", "header", "{uri}"), .. Plain("host", "header", "{host}{path}"), "Schemes:covered:Preset=rfc9421",
            "Schemes:covered:KeyEncoding=Text", "Schemes:covered:Covers:0=@method",
            "Schemes:covered:Covers:1=x-tenant",
        ];
        return TokenAuthzProcess.RunAsync(["sign", .. arguments, .. arguments.Contains("--at") ? (string[])[] : ["--at", At],
            .. settings.Select(setting => "--TokenAuthz:" + setting)]);
    }

    private static string[] Plain(string name, string place, string message) =>
        [$"Schemes:{name}:Token:0={place}:t=<sig>".Replace('<', '{').Replace('>', '}'), $"Schemes:{name}:Message={message}{{key}}",
            $"Schemes:{name}:Algorithm=Md5"];
}

using System.Security.Cryptography;
using System.Text;

namespace TokenAuthz.Tests.Commands;

public static class SignCommandTests
{
    private const string Secret = "a-key-of-ours-5d1c";

    private const string Setting = $"--TokenAuthz:Secret={Secret}";

    [Theory]
    [InlineData("path and query", "http://example.com/video?id=1", "/video?id=1")]
    [InlineData("no path", "https://example.com", "/")]
    [InlineData("a query without a path", "http://example.com?id=1", "/?id=1")]
    [InlineData("a path alone", "/video?id=1", "/video?id=1")]
    [InlineData("a port and a user", "http://me@example.com:8080/a", "/a")]
    [InlineData("a fragment, which no client sends", "http://example.com/a#b", "/a")]
    [InlineData("what a URL class would normalize", "http://example.com/a/../b//./%7e?x=%2F", "/a/../b//./%7e?x=%2F")]
    [InlineData("a URL in the query", "/?next=http://example.com/", "/?next=http://example.com/")]
    public static async Task Prints_the_header_that_opens_a_url(string description, string written, string target)
    {
        var result = await TokenAuthzProcess.RunAsync(["sign", written, Setting]);

        Expect.Equal($"token: {Md5(target + Secret)}", result.Output, $"{description}: {result}");
        Assert.Equal((0, ""), (result.ExitCode, result.Error.Trim()));
    }

    [Theory]
    [InlineData("no scheme", "example.com/video")]
    [InlineData("no host", "http://")]
    [InlineData("no host before the path", "http:///video")]
    [InlineData("a port without a host", "http://:80/video")]
    [InlineData("a user without a host", "http://me@/video")]
    [InlineData("a port that is no number", "http://example.com:http/video")]
    [InlineData("a space", "/a b", "a URL has no spaces: write %20; ")]
    [InlineData("a space in the host", "http://exam ple.com/a", "a URL has no spaces: write %20; ")]
    [InlineData("a letter outside ASCII", "/caf\u00e9", "a URL has no letters outside ASCII: percent-encode them, as in caf%C3%A9; ")]
    [InlineData("a line end", "/a\nb", "a URL has no control characters, and this one has U+000A; ")]
    [InlineData("the control character above the letters", "/a\u007f", "a URL has no control characters, and this one has U+007F; ")]
    [InlineData("nothing", "")]
    public static async Task Says_how_to_write_a_url_when_it_is_none(string description, string written, string cause = "")
    {
        var result = await TokenAuthzProcess.RunAsync(["sign", written, Setting]);

        Assert.True(result.ExitCode == 1 && result.Output.Length == 0, $"{description}: {result}");
        Assert.StartsWith(
            $"token-authz: {cause}write a URL such as http://example.com/video?id=1, or a path", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public static async Task Needs_no_certificate_of_the_listeners()
    {
        string[] tls = ["--TokenAuthz:Listeners:0:Url=https://*:8443", "--TokenAuthz:Listeners:0:Tls:Certificate=/nowhere/tls.crt",
            "--TokenAuthz:Listeners:0:Tls:Key=/nowhere/tls.key"];

        var result = await TokenAuthzProcess.RunAsync(["sign", "/video", Setting, .. tls]);

        Assert.Equal(new(0, $"token: {Md5("/video" + Secret)}", ""), result);
    }

    [Fact]
    public static async Task Signs_with_the_first_key_that_holds()
    {
        var result = await TokenAuthzProcess.RunAsync(
        [
            "sign", "/",
            "--TokenAuthz:Keys:0:Id=coming", "--TokenAuthz:Keys:0:Value=first", "--TokenAuthz:Keys:0:NotBefore=9000-01-01T00:00:00Z",
            "--TokenAuthz:Keys:1:Id=present", "--TokenAuthz:Keys:1:Value=second",
            "--TokenAuthz:Keys:2:Id=spare", "--TokenAuthz:Keys:2:Value=third",
        ]);

        Assert.Equal($"token: {Md5("/second")}", result.Output);
    }

    [Fact]
    public static async Task Says_that_no_key_holds_yet()
    {
        var result = await TokenAuthzProcess.RunAsync(
            ["sign", "/", "--TokenAuthz:Keys:0:Id=coming", $"--TokenAuthz:Keys:0:Value={Secret}",
                "--TokenAuthz:Keys:0:NotBefore=9000-01-01T00:00:00Z"]);

        Assert.Equal((1, ""), (result.ExitCode, result.Output));
        Assert.Contains("no key is valid at this time; see NotBefore and NotAfter", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public static async Task Says_what_is_missing_for_a_token_that_works()
    {
        var result =
            await TokenAuthzProcess.RunAsync(
                ["sign", "/", Setting, "--TokenAuthz:Policies:0:Name=images", "--TokenAuthz:Policies:0:Scheme=thumbor"]);

        Assert.Equal((1, ""), (result.ExitCode, result.Output));
        Assert.Contains("the token of thumbor would have nothing for {rest}, and be denied", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public static async Task Signs_with_the_articles_secret_in_Development()
    {
        var result =
            await TokenAuthzProcess.RunAsync(["sign", "/"], new Dictionary<string, string> { ["ASPNETCORE_ENVIRONMENT"] = "Development" });

        Assert.Equal("token: c64319d06364528120a9f96af62ea83d", result.Output);
    }

#pragma warning disable CA5351 // MD5 is what the scheme is.
    private static string Md5(string text) => Convert.ToHexStringLower(MD5.HashData(Encoding.ASCII.GetBytes(text)));
#pragma warning restore CA5351
}

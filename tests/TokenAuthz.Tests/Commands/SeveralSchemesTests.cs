namespace TokenAuthz.Tests.Commands;

/// <summary>The commands say which of a policy's schemes they mean.</summary>
public static class SeveralSchemesTests
{
    private const string Secret = "a-key-of-ours-5d1c";

    private static readonly string[] Settings =
    [
        .. new[]
        {
            "Keys:0:Id=ours", $"Keys:0:Value={Secret}", "Policies:0:Name=several", "Policies:0:Paths:0=/a",
            "Policies:0:Schemes:0=token-header", "Policies:0:Schemes:1=plain", "Schemes:plain:Token:0=query:key={sig}",
            "Schemes:plain:Message={path}", "Schemes:plain:Algorithm=Token", "Schemes:plain:Encoding=Text", "Schemes:plain:Bearer=true",
            "Policies:1:Name=optional", "Policies:1:Mode=Optional",
        }.Select(setting => $"--TokenAuthz:{setting}"),
    ];

    [Fact]
    public static async Task Check_config_lists_them()
    {
        var result = await TokenAuthzProcess.RunAsync(["check-config", .. Settings]);

        Assert.Contains("several (token-header or plain), optional (optional, token-header)", result.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("the first", new string[0], "token: ")]
    [InlineData("another", new[] { "--scheme", "Plain" }, $"/a?key={Secret}")]
    public static async Task Sign_takes_the_first_or_the_one_that_is_named(string description, string[] options, string output)
    {
        var result = await TokenAuthzProcess.RunAsync(["sign", "/a", .. options, .. Settings]);

        Assert.True(result.Output.StartsWith(output, StringComparison.Ordinal), $"{description}: {result}");
    }

    [Fact]
    public static async Task Sign_names_the_schemes_that_there_are()
    {
        var result = await TokenAuthzProcess.RunAsync(["sign", "/a", "--scheme", "other", .. Settings]);

        Assert.Equal("token-authz: --scheme other: the policy several has the schemes token-header, plain.", result.Error.Trim());
    }

    [Theory]
    [InlineData("the second", new[] { $"/a?key={Secret}" }, 0, "allowed, by the key ours of the scheme plain")]
    [InlineData("a wrong one of the second", new[] { "/a?key=other" }, 1, "denied: invalid token of the scheme plain")]
    [InlineData("none", new[] { "/a" }, 1, "denied: missing token")]
    [InlineData("none where it is optional", new[] { "/b" }, 0, "allowed, without a token: the policy's Mode is Optional")]
    public static async Task Verify_says_which_one_decided(string description, string[] request, int exitCode, string verdict)
    {
        var result = await TokenAuthzProcess.RunAsync(["verify", .. request, .. Settings]);

        Assert.True(result.ExitCode == exitCode && result.Output.Contains(verdict, StringComparison.Ordinal), $"{description}: {result}");
    }

    [Fact]
    public static async Task Verify_tells_of_two_tokens()
    {
        var token = $"token: {Token.Of($"/a?key={Secret}", Secret)}";

        var result = await TokenAuthzProcess.RunAsync(["verify", $"/a?key={Secret}", "-H", token, .. Settings]);

        Assert.Contains("the request has a token of another scheme than token-header too", result.Output, StringComparison.Ordinal);
    }
}

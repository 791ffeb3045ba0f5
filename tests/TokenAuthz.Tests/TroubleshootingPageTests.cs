using TokenAuthz.Signing;

namespace TokenAuthz.Tests;

/// <summary>docs/troubleshooting.md explains every deny reason, and shows what the commands print.</summary>
public static class TroubleshootingPageTests
{
    private const string Page = "docs/troubleshooting.md";

    [Fact]
    public static void Lists_every_reason_and_no_other() => Assert.Equal(
        DenyReasons.All.Select(reason => reason.Code()).Order(StringComparer.Ordinal),
        MarkdownTable.Names(Page, "reason").Order(StringComparer.Ordinal));

    [Fact]
    public static async Task Shows_what_verify_prints()
    {
        using var folder = new TemporaryFolder();
        var file = folder.Write(
            "token-authz.json",
            """{ "TokenAuthz": { "Keys": [{ "Id": "2026-11", "Value": "a-key-of-the-page-7f31" }] } }""");
        string[] arguments = ["-H", "token: c64319d06364528120a9f96af62ea83d", "http://www.example.com/a"];
        var (command, shown) = PageBlocks.Exchanges(Page).First();
        Assert.All(arguments, argument => Assert.Contains(argument, command, StringComparison.Ordinal));

        var result = await TokenAuthzProcess.RunAsync(["verify", "--config", file, .. arguments]);

        Assert.Equal((1, shown), (result.ExitCode, result.Output.TrimEnd('\n')));
    }
}

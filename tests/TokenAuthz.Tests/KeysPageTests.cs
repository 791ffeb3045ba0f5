namespace TokenAuthz.Tests;

/// <summary>docs/keys.md shows what <c>check-config</c> prints of its configuration.</summary>
public static class KeysPageTests
{
    private const string Page = "docs/keys.md";

    [Fact]
    public static async Task Shows_what_check_config_prints()
    {
        using var folder = new TemporaryFolder();
        var key = folder.Write("2026-11", "the-key-of-the-page-7f31");
        var json = Assert.Single(PageBlocks.Of(Page, "json")).Replace("/etc/token-authz/keys/2026-11", key, StringComparison.Ordinal);
        var (command, shown) = Assert.Single(PageBlocks.Exchanges(Page));
        Assert.StartsWith("token-authz check-config", command, StringComparison.Ordinal);

        var result = await TokenAuthzProcess.RunAsync(["check-config", "--config", folder.Write("token-authz.json", json)]);

        Assert.Equal((0, shown), (result.ExitCode, result.Output.TrimEnd('\n')));
    }
}

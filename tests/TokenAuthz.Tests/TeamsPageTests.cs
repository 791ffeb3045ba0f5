namespace TokenAuthz.Tests;

/// <summary>The example of <c>docs/teams.md</c> loads as it stands there.</summary>
public static class TeamsPageTests
{
    private const string Page = "docs/teams.md";
    private const string Folder = "/etc/token-authz";

    [Theory]
    [InlineData("all of it", "check-config")]
    [InlineData("one unit", "check-config", "--unit", "video")]
    public static async Task Example_loads(string description, params string[] command)
    {
        using var folder = new TemporaryFolder();
        string[] blocks = [.. PageBlocks.Of(Page, "json")];
        Assert.Equal(2, blocks.Length);
        foreach (var name in (string[])["keys", "units/video", "units/shop"]) Directory.CreateDirectory(folder[name]);
        folder.Write("keys/platform", "a-key-of-the-platform");
        folder.Write("units/video/token-authz.json", blocks[1]);
        folder.Write("units/video/2026-11", "a-key-of-team-video");
        folder.Write("units/shop.json", """{ "TokenAuthz": { "Keys": [ { "Id": "k", "Value": "a-key-of-team-shop" } ] } }""");
        var file = folder.Write("token-authz.json", blocks[0].Replace(Folder, folder.Path, StringComparison.Ordinal));

        var result = await TokenAuthzProcess.RunAsync([.. command, "--config", file], new Dictionary<string, string>());

        Expect.Equal((0, ""), (result.ExitCode, result.Error), $"{description}: {result}");
        Assert.Contains("video/live (video/cdn), video/all (hmac-v1)", result.Output, StringComparison.Ordinal);
    }
}

using TokenAuthz.EndToEnd.Harness;
using TokenAuthz.EndToEnd.Rotation;

namespace TokenAuthz.EndToEnd.InsideEnvoy;

/// <summary>Keys and settings that change while Envoy runs.</summary>
[Promise(9)]
public sealed class ModuleReloadTests
{
    private const string Soon = "ReloadInterval=00:00:00.1";

    [Fact]
    public async Task Takes_new_keys_and_keeps_the_last_good_ones_while_the_folder_is_broken()
    {
        Programs.Require(ModuleLibrary.Needed);
        using var keys = new MountedKeys(("old", "old-secret"));
        await using var stand = await Stand.StartAsync(new(Way.Inside, Soon, $"Keys:0:Directory={keys.Path}"));

        (await PassAsync(stand, "old-secret")).AssertAllowed();
        keys.Swap(("old", "old-secret"), ("new", "new-secret"));
        await UntilAsync(stand, "new-secret", 200);
        (await PassAsync(stand, "old-secret")).AssertAllowed();

        keys.AddDangling("broken");
        await Poll.UntilContainsAsync(
            "the changed configuration was refused, the last good one stays in force: TokenAuthz:Keys:0:Directory", () => stand.Envoy.Log);
        (await PassAsync(stand, "new-secret")).AssertAllowed();

        keys.Swap(("new", "new-secret"));
        await UntilAsync(stand, "old-secret", 403);
        (await PassAsync(stand, "new-secret")).AssertAllowed();
    }

    [Fact]
    public async Task Takes_a_changed_file_and_refuses_a_broken_one()
    {
        Programs.Require(ModuleLibrary.Needed);
        using var folder = new TemporaryFolder();
        var file = Write(Settings("first-secret"));
        await using var stand = await Stand.StartAsync(new(Way.Inside)
        {
            Configure = envoy => envoy.With($"value: '{SettingsJson.Of([])}'", $"value: {file}"),
        });

        (await PassAsync(stand, "first-secret")).AssertAllowed();
        Write("{");
        await Poll.UntilContainsAsync($"{file}: the file cannot be read: it is not JSON", () => stand.Envoy.Log);
        (await PassAsync(stand, "first-secret")).AssertAllowed();
        Write(Settings("second-secret"));
        await UntilAsync(stand, "second-secret", 200);
        (await PassAsync(stand, "first-secret")).AssertDenied("invalid token");

        string Write(string json) => folder.Write("token-authz.json", json);

        static string Settings(string secret) => SettingsJson.Of([Soon, $"Secret={secret}"]);
    }

    private static Task<Passage> PassAsync(Stand stand, string secret) =>
        stand.PassAsync(RawHttp.Request("GET", "/a", Token.Of("/a", secret)));

    private static Task UntilAsync(Stand stand, string secret, int status) =>
        Poll.UntilAsync(
            $"{secret} gets {status}", async () => (await PassAsync(stand, secret)).Answer.Status == status, () => stand.Envoy.Log);
}

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
        await using var stand = await Stand.StartInsideAsync(file => file, Soon, $"Keys:0:Directory={keys.Path}");

        (await PassAsync(stand, "old-secret")).AssertAllowed();
        keys.Swap(("old", "old-secret"), ("new", "new-secret"));
        await UntilAsync(stand, "new-secret", 200);
        (await PassAsync(stand, "old-secret")).AssertAllowed();

        keys.AddDangling("broken");
        await Poll.UntilAsync("it is refused", () => stand.Envoy.Log.Contains("the changed configuration was refused, the last good one stays in force: TokenAuthz:Keys:0:Directory", StringComparison.Ordinal), () => stand.Envoy.Log);
        (await PassAsync(stand, "new-secret")).AssertAllowed();

        keys.Swap(("new", "new-secret"));
        await UntilAsync(stand, "old-secret", 403);
        (await PassAsync(stand, "new-secret")).AssertAllowed();
    }

    [Fact]
    public async Task Takes_a_changed_file_and_refuses_a_broken_one()
    {
        Programs.Require(ModuleLibrary.Needed);
        var file = Path.Combine(Path.GetTempPath(), $"token-authz-{Guid.NewGuid():N}.json");
        try
        {
            await WriteAsync(file, SettingsJson.Of([Soon, "Secret=first-secret"]));
            await using var stand = await Stand.StartInsideAsync(envoy => envoy.With($"value: '{SettingsJson.Of([])}'", $"value: {file}"));

            (await PassAsync(stand, "first-secret")).AssertAllowed();
            await WriteAsync(file, "{");
            await Poll.UntilAsync("it is refused", () => stand.Envoy.Log.Contains($"{file}: the file cannot be read: it is not JSON", StringComparison.Ordinal), () => stand.Envoy.Log);
            (await PassAsync(stand, "first-secret")).AssertAllowed();
            await WriteAsync(file, SettingsJson.Of([Soon, "Secret=second-secret"]));
            await UntilAsync(stand, "second-secret", 200);
            (await PassAsync(stand, "first-secret")).AssertDenied("invalid token");
        }
        finally
        {
            File.Delete(file);
        }
    }

    private static Task<Passage> PassAsync(Stand stand, string secret) => stand.PassAsync(RawHttp.Request("GET", "/a", Token.Of("/a", secret)));

    private static Task UntilAsync(Stand stand, string secret, int status) =>
        Poll.UntilAsync($"{secret} gets {status}", async () => (await PassAsync(stand, secret)).Answer.Status == status, () => stand.Envoy.Log);

    private static async Task WriteAsync(string file, string text)
    {
        await File.WriteAllTextAsync(file + ".new", text);
        File.Move(file + ".new", file, overwrite: true);
    }
}

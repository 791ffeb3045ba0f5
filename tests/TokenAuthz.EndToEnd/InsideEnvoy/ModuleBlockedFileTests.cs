using TokenAuthz.EndToEnd.Harness;

namespace TokenAuthz.EndToEnd.InsideEnvoy;

/// <summary>A key file whose opening blocks holds up neither Envoy's updates nor its end.</summary>
[Promise(9)]
[Promise(10)]
public sealed class ModuleBlockedFileTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public async Task Envoy_takes_updates_and_ends_while_a_key_file_is_a_pipe()
    {
        Programs.Require(ModuleLibrary.Needed);
        _folder.Write("key", "the-first-key");
        await using var updated = await UpdatedEnvoy.StartAsync(Settings());
        await UntilAsync(updated, "the-first-key", 200);

        _folder.MakePipe("key");
        await Poll.UntilContainsAsync(
            "the changed configuration was refused, the last good one stays in force: TokenAuthz:Keys:0:File", () => updated.Envoy.Log);
        await UntilAsync(updated, "the-first-key", 200);

        // Envoy refuses an update with the same file and takes an update without it, so that its main thread is not blocked.
        updated.Update([.. Settings(), "Log:DenialsPerSecond=1"]);
        await Poll.UntilContainsAsync("is refused: TokenAuthz:Keys:0:File", () => updated.Envoy.Log);
        updated.Update("Secret=the-second-key");
        await UntilAsync(updated, "the-second-key", 200);
        await UntilAsync(updated, "the-first-key", 403);

        Assert.Equal(0, await updated.Envoy.StopAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Takes_the_file_that_stands_in_the_pipes_place()
    {
        Programs.Require(ModuleLibrary.Needed);
        _folder.Write("key", "the-first-key");
        await using var updated = await UpdatedEnvoy.StartAsync(Settings());
        _folder.MakePipe("key");
        await Poll.UntilContainsAsync("the changed configuration was refused", () => updated.Envoy.Log);

        _folder.Write("key", "the-second-key");

        await UntilAsync(updated, "the-second-key", 200);
        await UntilAsync(updated, "the-first-key", 403);
        Assert.Equal(0, await updated.Envoy.StopAsync(TestContext.Current.CancellationToken));
    }

    public void Dispose() => _folder.Dispose();

    private string[] Settings() => ["Keys:0:Id=a", $"Keys:0:File={_folder["key"]}", "ReloadInterval=00:00:00.1"];

    private static Task UntilAsync(UpdatedEnvoy updated, string secret, int status) => Poll.UntilAsync(
        $"{secret} gets {status}",
        async () => (await RawHttp.SendAsync(updated.Envoy.Port, RawHttp.Request("GET", "/a", Token.Of("/a", secret)))).Status == status,
        () => updated.Envoy.Log);
}

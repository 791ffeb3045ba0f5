using System.Diagnostics;
using TokenAuthz.EndToEnd.Harness;

namespace TokenAuthz.EndToEnd.InsideEnvoy;

/// <summary>A key file that blocks whoever opens it holds up neither Envoy's updates nor its end.</summary>
[Promise(9)]
[Promise(10)]
public sealed class ModuleBlockedFileTests : IDisposable
{
    private readonly string _key = Path.Combine(Directory.CreateTempSubdirectory("token-authz-blocked-").FullName, "key");

    [Fact]
    public async Task Envoy_takes_updates_and_ends_while_a_key_file_is_a_pipe()
    {
        Programs.Require(ModuleLibrary.Needed);
        await WriteAsync("the-first-key");
        await using var updated = await UpdatedEnvoy.StartAsync(Settings());
        await UntilAsync(updated, "the-first-key", 200);

        MakePipe();
        await UntilLogAsync(updated, "the changed configuration was refused, the last good one stays in force: TokenAuthz:Keys:0:File");
        await UntilAsync(updated, "the-first-key", 200);

        // One that has the same file is refused, and one that has not is taken: the main thread goes on.
        updated.Update([.. Settings(), "Log:DenialsPerSecond=1"]);
        await UntilLogAsync(updated, "is refused: TokenAuthz:Keys:0:File");
        updated.Update("Secret=the-second-key");
        await UntilAsync(updated, "the-second-key", 200);
        await UntilAsync(updated, "the-first-key", 403);

        Assert.Equal(0, await updated.Envoy.StopAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Takes_the_file_that_stands_in_the_pipes_place()
    {
        Programs.Require(ModuleLibrary.Needed);
        await WriteAsync("the-first-key");
        await using var updated = await UpdatedEnvoy.StartAsync(Settings());
        MakePipe();
        await UntilLogAsync(updated, "the changed configuration was refused");

        await WriteAsync("the-second-key");

        await UntilAsync(updated, "the-second-key", 200);
        await UntilAsync(updated, "the-first-key", 403);
        Assert.Equal(0, await updated.Envoy.StopAsync(TestContext.Current.CancellationToken));
    }

    public void Dispose() => Directory.Delete(Path.GetDirectoryName(_key)!, recursive: true);

    private string[] Settings() => ["Keys:0:Id=a", $"Keys:0:File={_key}", "ReloadInterval=00:00:00.1"];

    private async Task WriteAsync(string secret)
    {
        await File.WriteAllTextAsync(_key + ".new", secret);
        File.Move(_key + ".new", _key, overwrite: true);
    }

    private void MakePipe()
    {
        using var make = Process.Start("mkfifo", [_key + ".new"]);
        make.WaitForExit();
        Assert.Equal(0, make.ExitCode);
        File.Move(_key + ".new", _key, overwrite: true);
    }

    private static Task UntilLogAsync(UpdatedEnvoy updated, string says) =>
        Poll.UntilAsync($"the log says: {says}", () => updated.Envoy.Log.Contains(says, StringComparison.Ordinal), () => updated.Envoy.Log);

    private static Task UntilAsync(UpdatedEnvoy updated, string secret, int status) => Poll.UntilAsync(
        $"{secret} gets {status}",
        async () => (await RawHttp.SendAsync(updated.Envoy.Port, RawHttp.Request("GET", "/a", Token.Of("/a", secret)))).Status == status,
        () => updated.Envoy.Log);
}

namespace TokenAuthz.EndToEnd.Cluster;

/// <summary>A key is replaced by another in the Secret, and Pods go on.</summary>
[Collection(nameof(ClusterSuite))]
public sealed class RotationTests(ClusterFixture cluster)
{
    private static readonly (string Id, string Secret) New = ("2026-11", "the-new-key-c91e");

    /// <summary>What the Secret has at first.</summary>
    internal static (string Id, string Secret) Old { get; } = ("2026-10", "the-old-key-20fd");

    [Fact]
    public async Task Denies_nobody_while_a_key_replaces_another()
    {
        cluster.Require();
        await using var edge = await EdgeStand.StartAsync(cluster.Rolling);
        var pods = await cluster.Rolling.PodsAsync();
        await using var byOld = edge.Load(Old.Secret);
        await edge.UntilAllAreAskedAsync();

        // The steps of docs/operations.md: clients sign with the new key at once when the command has ended.
        await PatchAsync($$"""{"stringData": {"{{New.Id}}": "{{New.Secret}}"} }""");
        Assert.Equal(0, (await WaitAsync(pods, New.Id)).ExitCode);
        await using var byNew = edge.Load(New.Secret);
        await UntilUsedAsync(pods, New);
        Assert.Equal(["OK"], (await byOld.StopAsync()).Keys);

        await PatchAsync($$"""{"data": {"{{Old.Id}}": null} }""");
        await UntilAsync(pods, Old, 403);
        await UntilUsedAsync(pods, New);
        Assert.Equal(["OK"], (await byNew.StopAsync()).Keys);

        Assert.Equal(byOld.Sent + byNew.Sent, edge.Arrived);
        Assert.Equal(pods, await cluster.Rolling.PodsAsync());
    }

    private static Task<CommandResult> WaitAsync(IEnumerable<Pod> pods, string key) =>
        TokenAuthzProcess.RunAsync(
            ["keys", "wait", key, "--timeout", "50", .. pods.SelectMany(pod => new[] { "--at", $"http://{pod.At(8081)}" })]);

    private async Task PatchAsync(string patch)
    {
        await Kubectl.RunAsync("patch", "secret", ClusterFixture.RollingKeys, "-n", ClusterFixture.Namespace, "--type=merge", "-p", patch);
        await cluster.Rolling.RefreshFilesAsync();
    }

    private static Task UntilAsync(IReadOnlyList<Pod> pods, (string Id, string Secret) key, int status) => Poll.UntilAsync(
        $"each Pod answers {status} to the key {key.Id}",
        async () => (await Task.WhenAll(
            pods.Select(pod => pod.CheckAsync("/a", Token.Of("/a", key.Secret))))).All(answer => answer?.Status == status));

    private static async Task UntilUsedAsync(IReadOnlyList<Pod> pods, (string Id, string Secret) key)
    {
        async Task<int> UsesAsync(Pod pod) => await pod.Metrics.CountAsync("token_authz_key_uses_total{", $"key_id=\"{key.Id}\"");
        var before = await Task.WhenAll(pods.Select(UsesAsync));
        await Poll.UntilAsync($"each Pod is asked with the key {key.Id}", async () =>
            (await Task.WhenAll(pods.Select(UsesAsync))).Zip(before).All(uses => uses.First > uses.Second + (EdgeStand.PerSecond / 2)));
    }
}

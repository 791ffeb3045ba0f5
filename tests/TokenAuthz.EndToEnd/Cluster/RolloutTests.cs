namespace TokenAuthz.EndToEnd.Cluster;

/// <summary>No check fails while Pods replace one another.</summary>
[Collection(nameof(ClusterSuite))]
public sealed class RolloutTests(ClusterFixture cluster)
{
    private static readonly string[] Public =
    [
        "--set", "onAllow.policy=true", // Read at start only: it takes new Pods.
        "--set-json", """policies=[{"name":"public","paths":["/public/"],"action":"Allow"},{"name":"default"}]""",
    ];

    [Fact]
    public async Task Fails_no_check_in_an_upgrade_a_restart_and_a_rollback()
    {
        cluster.Require();
        await using var edge = await EdgeStand.StartAsync(cluster.Rolling);
        var former = await cluster.Rolling.RevisionAsync();
        await using var right = edge.Load(ClusterFixture.Standing);
        await using var wrong = edge.WrongLoad();
        await edge.UntilAllAreAskedAsync();
        Assert.Equal(403, await edge.StatusAsync("/public/a"));

        await cluster.Rolling.UpgradeAsync(ClusterFixture.RollingValues(Public));
        await edge.UntilAllAreAskedAsync();
        await UntilPublicIsAsync(edge, 200);

        await cluster.Rolling.RestartAsync();
        await edge.UntilAllAreAskedAsync();

        await cluster.Rolling.RollbackAsync(former);
        await edge.UntilAllAreAskedAsync();
        await UntilPublicIsAsync(edge, 403);

        Assert.Equal(["OK"], (await right.StopAsync()).Keys);
        Assert.Equal(["Forbidden"], (await wrong.StopAsync()).Keys);
        Assert.Equal(right.Sent, edge.Arrived);
    }

    // Pods that are about to end keep the configuration of their start.
    private static Task UntilPublicIsAsync(EdgeStand edge, int status) =>
        Poll.UntilAsync($"/public/a without a token is answered {status}", async () => await edge.StatusAsync("/public/a") == status);
}

namespace TokenAuthz.EndToEnd.Cluster;

/// <summary>No check fails while Pods come and go.</summary>
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
        var former = await cluster.Rolling.RevisionAsync();
        await using var load = await EdgeLoad.StartAsync(cluster.Rolling);
        await load.UntilAllAreAskedAsync();
        await load.UntilAsync("/public/a", 403);

        await cluster.Rolling.UpgradeAsync(ClusterFixture.RollingValues(Public));
        await load.UntilAllAreAskedAsync();
        // Pods that are about to end keep the configuration of their start.
        await load.UntilAsync("/public/a", 200);

        await cluster.Rolling.RestartAsync();
        await load.UntilAllAreAskedAsync();

        await cluster.Rolling.RollbackAsync(former);
        await load.UntilAllAreAskedAsync();
        await load.UntilAsync("/public/a", 403);

        await load.AssertNoneFailedAsync();
    }

    [Fact]
    public async Task Fails_no_check_when_there_are_more_replicas_and_fewer_again()
    {
        cluster.Require();
        await cluster.Rolling.UpgradeAsync(ClusterFixture.RollingValues("--set", "replicaCount=1"));
        await using var load = await EdgeLoad.StartAsync(cluster.Rolling);
        await load.UntilAllAreAskedAsync(1);

        foreach (var replicas in (int[])[4, 2])
        {
            await cluster.Rolling.UpgradeAsync(ClusterFixture.RollingValues("--set", $"replicaCount={replicas}"));
            await load.UntilAllAreAskedAsync(replicas);
        }

        await load.AssertNoneFailedAsync();
    }
}

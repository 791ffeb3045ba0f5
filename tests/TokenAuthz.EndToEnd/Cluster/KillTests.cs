using System.Globalization;

namespace TokenAuthz.EndToEnd.Cluster;

/// <summary>A Pod ends without a word.</summary>
[Collection(nameof(ClusterSuite))]
public sealed class KillTests(ClusterFixture cluster)
{
    [Theory]
    [InlineData("its process is killed")]
    [InlineData("it is deleted by force")]
    public async Task Fails_no_check_and_lets_nothing_pass_when(string happens)
    {
        cluster.Require();
        await using var load = await EdgeLoad.StartAsync(cluster.Rolling);
        await load.UntilAllAreAskedAsync();

        var pod = (await cluster.Rolling.PodsAsync())[0];
        await (happens == "its process is killed"
            ? KillAsync(pod)
            : Kubectl.RunAsync("delete", "pod", pod.Name, "-n", ClusterFixture.Namespace, "--grace-period=0", "--force"));
        await load.UntilAllAreAskedAsync();
        await cluster.Rolling.UntilRolledOutAsync();

        await load.AssertNoneFailedAsync();
    }

    private static async Task KillAsync(Pod pod)
    {
        var process = pod.Process("/app/token-authz");
        Programs.Unless(process is not null, "The Pod is on another machine: nobody here can kill its process.");
        await Command.RunAsync("kill", "-KILL", process!.Value.ToString(CultureInfo.InvariantCulture));
    }
}

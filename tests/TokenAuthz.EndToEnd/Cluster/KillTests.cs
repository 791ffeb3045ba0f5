using System.Globalization;

namespace TokenAuthz.EndToEnd.Cluster;

/// <summary>A Pod ends without a word.</summary>
[Collection(nameof(ClusterSuite))]
public sealed class KillTests(ClusterFixture cluster)
{
    // A tenth of a second's: far more than are in flight.
    private const int InFlight = EdgeStand.PerSecond / 10;

    [Theory]
    [InlineData("its process is killed")]
    [InlineData("it is deleted by force")]
    public async Task Lets_nothing_pass_and_fails_at_most_what_is_in_flight_when(string happens)
    {
        cluster.Require();
        await using var edge = await EdgeStand.StartAsync(cluster.Rolling);
        await using var right = edge.Load(ClusterFixture.Standing);
        await using var wrong = edge.WrongLoad();
        await edge.UntilAllAreAskedAsync();

        var pod = (await cluster.Rolling.PodsAsync())[0];
        await (happens == "its process is killed"
            ? KillAsync(pod)
            : Kubectl.RunAsync("delete", "pod", pod.Name, "-n", ClusterFixture.Namespace, "--grace-period=0", "--force"));
        await edge.UntilAllAreAskedAsync();
        await cluster.Rolling.UntilRolledOutAsync();

        var (allowed, denied) = (await right.StopAsync(), await wrong.StopAsync());
        AssertOnly("OK", allowed, right.Sent);
        AssertOnly("Forbidden", denied, wrong.Sent);
        Assert.Equal(allowed["OK"], edge.Arrived);
    }

    private static async Task KillAsync(Pod pod)
    {
        var process = pod.Process("/app/token-authz");
        Programs.Unless(process is not null, "The Pod is on another machine: nobody here can kill its process.");
        await Command.RunAsync("kill", "-KILL", process!.Value.ToString(CultureInfo.InvariantCulture));
    }

    /// <summary>All came to this, but for a few that Envoy had nobody to ask about.</summary>
    private static void AssertOnly(string outcome, IReadOnlyDictionary<string, int> outcomes, int sent)
    {
        Assert.All(
            outcomes.Keys, key => Assert.True(key == outcome || key.StartsWith("ServiceUnavailable", StringComparison.Ordinal), key));
        Assert.InRange(outcomes[outcome], sent - InFlight, sent);
    }
}

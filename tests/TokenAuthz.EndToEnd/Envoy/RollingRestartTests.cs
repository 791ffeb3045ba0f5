using System.Diagnostics;
using TokenAuthz.EndToEnd.Harness;

namespace TokenAuthz.EndToEnd.Envoy;

/// <summary>No check fails while replicas restart. The tests run alone, because they measure time.</summary>
[CollectionDefinition(nameof(RollingRestartTests), DisableParallelization = true)]
[Collection(nameof(RollingRestartTests))]
public sealed class RollingRestartTests
{
    private const int PerSecond = 200;

    // How long the load lasts before and after: longer than the interval of Envoy's health checks.
    private static readonly TimeSpan Around = TimeSpan.FromSeconds(2);

    private static readonly TimeSpan AtLeast = TimeSpan.FromSeconds(10);

    [Fact]
    public async Task Fails_no_check_when_a_replica_is_terminated_and_started_again_under_load()
    {
        Programs.Require("envoy");
        await using var upstream = await Upstream.StartAsync();
        await using var staying = await AuthzService.StartAsync("DrainTime=00:00:03");
        await using var leaving = await AuthzService.StartAsync("DrainTime=00:00:03");
        // Envoy waits long for an answer: a busy machine must not fail a check of this test.
        await using var envoy =
            await EnvoyGateway.StartAsync(EnvoyFile.Read().ToUpstream(upstream.Port).ToServices(staying, leaving).Patient());

        var started = Stopwatch.GetTimestamp();
        await using var right = new SteadyLoad(envoy.Port, PerSecond, Token.Of("/load"));
        await using var wrong = new SteadyLoad(envoy.Port, PerSecond / 4, Token.Wrong);
        await Poll.UntilAsync(
            "both replicas are under load",
            async () => Stopwatch.GetElapsedTime(started) > Around && await leaving.DecisionsAsync("allow") > 0);
        var exitCode = await leaving.StopAsync(TestContext.Current.CancellationToken);
        await leaving.StartAgainAsync();
        await Poll.UntilAsync(
            "the replica that came back is asked again", async () => await leaving.DecisionsAsync("allow") > PerSecond / 4);
        await Poll.UntilAsync("the load is over", () => Stopwatch.GetElapsedTime(started) > AtLeast);

        var allowed = await right.StopAsync();
        var denied = await wrong.StopAsync();
        Assert.Equal(0, exitCode);
        Assert.Equal(["OK"], allowed.Keys);
        Assert.Equal(["Forbidden"], denied.Keys);
        Assert.InRange(right.Sent, PerSecond * 9, int.MaxValue);
        Assert.Equal(right.Sent, upstream.Requests.Count);
    }
}

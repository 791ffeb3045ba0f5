using TokenAuthz.EndToEnd.Harness;

namespace TokenAuthz.EndToEnd.Envoy;

/// <summary>The same over HTTP/2, whose connections carry many checks at a time and do not end with an answer.</summary>
[Collection(nameof(RollingRestartTests))]
public sealed class Http2RollingRestartTests
{
    private const int PerSecond = 400;

    [Theory]
    [InlineData("gRPC")]
    [InlineData("HTTP/2")]
    public async Task Fails_no_check_when_replicas_are_terminated_and_started_again_under_load(string way)
    {
        Programs.Require("envoy");
        await using var upstream = await Upstream.StartAsync();
        await using var one = await StartAsync(way, "00:00:03");
        await using var other = await StartAsync(way, "00:00:03");
        await using var envoy =
            await EnvoyGateway.StartAsync(FileOf(way).ToUpstream(upstream.Port).ToServices(one, other).Patient());

        await using var right = new SteadyLoad(envoy.Port, PerSecond, Token.Of("/load"));
        await using var wrong = new SteadyLoad(envoy.Port, PerSecond / 4, Token.Wrong);
        foreach (var leaving in new[] { one, other, one, other })
        {
            // Envoy asks the replica that was away again.
            await Poll.UntilAsync(
                "both replicas are under load",
                async () => await one.DecisionsAsync("allow") > PerSecond && await other.DecisionsAsync("allow") > PerSecond);
            Assert.Equal(0, await leaving.StopAsync(TestContext.Current.CancellationToken));
            await leaving.StartAgainAsync();
        }

        var allowed = await right.StopAsync();
        var denied = await wrong.StopAsync();
        Assert.Equal(["OK"], allowed.Keys);
        Assert.Equal(["Forbidden"], denied.Keys);
        Assert.Equal(right.Sent, upstream.Requests.Count);
    }

    [Theory]
    [InlineData("gRPC")]
    [InlineData("HTTP/2")]
    public async Task Fails_no_check_when_a_replica_is_killed_under_load(string way)
    {
        Programs.Require("envoy");
        await using var upstream = await Upstream.StartAsync();
        await using var staying = await StartAsync(way, "00:00:03");
        await using var leaving = await StartAsync(way, "00:00:03");
        await using var envoy =
            await EnvoyGateway.StartAsync(FileOf(way).ToUpstream(upstream.Port).ToServices(staying, leaving).Patient());
        await using var load = new SteadyLoad(envoy.Port, PerSecond, Token.Of("/load"));
        await Poll.UntilAsync(
            "both replicas are under load",
            async () => await staying.DecisionsAsync("allow") > PerSecond && await leaving.DecisionsAsync("allow") > PerSecond);

        await leaving.KillAsync();
        var before = upstream.Requests.Count;
        await Poll.UntilAsync("the load goes on", () => upstream.Requests.Count > before + (5 * PerSecond));

        Assert.Equal(["OK"], (await load.StopAsync()).Select(outcome => outcome.Key));
        Assert.Equal(load.Sent, upstream.Requests.Count);
    }

    [Theory]
    [InlineData("gRPC")]
    [InlineData("HTTP/2")]
    public async Task Fails_no_check_while_the_only_replica_drains(string way)
    {
        Programs.Require("envoy");
        await using var upstream = await Upstream.StartAsync();
        await using var only = await StartAsync(way, "00:01:00");
        await using var envoy = await EnvoyGateway.StartAsync(FileOf(way).ToUpstream(upstream.Port).ToServices(only).Patient());
        await using var load = new SteadyLoad(envoy.Port, PerSecond, Token.Of("/load"));
        await Poll.UntilAsync("the replica is under load", async () => await only.DecisionsAsync("allow") > PerSecond);

        var stop = only.StopAsync(TestContext.Current.CancellationToken);
        await Poll.UntilAsync("it is not ready", async () => await RawHttp.ProbeAsync(only.AdminPort, "/readyz") == 503);
        var before = upstream.Requests.Count;
        await Poll.UntilAsync("the load goes on", () => upstream.Requests.Count > before + (5 * PerSecond));

        Assert.Equal(["OK"], (await load.StopAsync()).Select(outcome => outcome.Key));
        // No connection is left, so that the drain ends before its time.
        Assert.Equal(0, await stop);
    }

    private static Task<AuthzService> StartAsync(string way, string drainTime) => AuthzService.StartAsync(
        $"DrainTime={drainTime}", way == "gRPC" ? "Listeners:0:Kind=ext-authz-grpc" : "Listeners:0:Protocol=http2");

    private static EnvoyFile FileOf(string way) => way == "gRPC" ? EnvoyFile.ReadGrpc() : EnvoyFile.Read().OverHttp2();
}

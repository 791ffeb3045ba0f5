using System.Net;

namespace TokenAuthz.EndToEnd.Cluster;

/// <summary>A gateway of the cluster asks the release as the chart has told it to.</summary>
public abstract class GatewayTests(ClusterFixture cluster)
{
    /// <summary>Its kind of object that the chart makes, as the cluster has to know it.</summary>
    private protected abstract string Kind { get; }

    /// <summary>The file with its way to the application.</summary>
    private protected abstract string Route { get; }

    /// <summary>Where its Pod is: namespace and label.</summary>
    private protected abstract (string Namespace, string Selector) Place { get; }

    private protected abstract int Port { get; }

    [Theory]
    [InlineData("ext-authz", "http1")]
    [InlineData("ext-authz", "http2")]
    [InlineData("grpc", "http2")]
    public async Task Denies_and_allows_by_the_listener(string listener, string protocol)
    {
        cluster.Require();
        Programs.Unless(await Kubectl.ExistsAsync("crd", Kind), $"The cluster has no {Kind}.");
        await PrepareAsync();
        await Kubectl.ApplyAsync(Route);
        // The listener speaks nothing else, so that an answer shows that the gateway asks over this protocol.
        string[] speaking = ["--set", $"listeners[{(listener == "grpc" ? 1 : 0)}].protocol={protocol}"];
        await cluster.Steady.UpgradeAsync(ClusterFixture.SteadyValues([.. Values(listener), .. speaking]));
        try
        {
            var gateway = await GatewayAsync();
            await UntilItAsksAsync(gateway, listener);

            await AssertAsync(gateway, "/", token: null, 403, "missing token");
            await AssertAsync(gateway, "/", Token.Wrong, 403, "invalid token");
            await AssertAsync(gateway, "/", Token.Of("/a"), 403, "invalid token");
            await AssertAsync(gateway, "/", Token.Of("/"), 200, "from the application");
            await AssertAsync(gateway, "/a?b=c", Token.Of("/a?b=c"), 200, "from the application");
            await AssertAsync(gateway, "/a?b=d", Token.Of("/a?b=c"), 403, "invalid token");
        }
        finally
        {
            await cluster.Steady.UpgradeAsync(ClusterFixture.SteadyValues());
        }
    }

    /// <summary>Makes what the values name.</summary>
    private protected virtual Task PrepareAsync() => Task.CompletedTask;

    /// <summary>The chart's values for it.</summary>
    private protected abstract IEnumerable<string> Values(string listener);

    private static async Task AssertAsync(IPEndPoint gateway, string target, string? token, int status, string body)
    {
        var answer = await RawHttp.SendAsync(gateway, RawHttp.Request("GET", target, token));
        Assert.Equal((status, body), (answer.Status, answer.Body));
    }

    private async Task<IPEndPoint> GatewayAsync()
    {
        IReadOnlyList<Pod> pods = [];
        await Poll.UntilAsync(
            "the gateway has a Pod", async () => (pods = await Kubectl.PodsAsync(Place.Namespace, Place.Selector)).Count > 0);
        return pods[0].At(Port);
    }

    // Of every Pod: the first check of a process takes longer than others.
    private async Task UntilItAsksAsync(IPEndPoint gateway, string listener)
    {
        var before = await CountsAsync(listener);
        await Poll.UntilAsync($"the gateway asks {listener} of each Pod", async () =>
            (await RawHttp.ProbeAsync(gateway, "/", token: null))?.Status == 403
            && (await CountsAsync(listener)).Zip(before).All(counts => counts.First > counts.Second + 1));
    }

    private async Task<int[]> CountsAsync(string listener) =>
        await Task.WhenAll(
            (await cluster.Steady.PodsAsync()).Select(
                pod => pod.Metrics.CountAsync("token_authz_decisions_total{", $"listener=\"{listener}\"")));
}

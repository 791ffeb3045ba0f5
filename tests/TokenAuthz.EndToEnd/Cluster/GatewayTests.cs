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

    /// <summary>What is kept with the policy, in kind and namespace.</summary>
    private protected abstract (string Kind, string Namespace)[] Kept { get; }

    [Theory]
    [InlineData("ext-authz", "http1")]
    [InlineData("ext-authz", "http2")]
    [InlineData("grpc", "http2")]
    public async Task Denies_and_allows_by_the_listener(string listener, string protocol)
    {
        await BeginAsync();
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

    [Fact]
    public async Task Stays_closed_while_the_release_is_gone_and_its_policy_is_kept()
    {
        await BeginAsync();
        string[] values = ClusterFixture.SteadyValues([.. Values("ext-authz"), "--set", "keepPolicies=true"]);
        try
        {
            await cluster.Steady.UpgradeAsync(values);
            var gateway = await GatewayAsync();
            await UntilAsync(gateway, token: null, status => status == 403);
            await UntilAsync(gateway, Token.Of("/"), status => status == 200);

            await cluster.Steady.UninstallAsync();
            await UntilAsync(gateway, Token.Of("/"), IsClosed);
            foreach (var token in new[] { null, Token.Wrong, Token.Of("/") })
                Assert.True(IsClosed((await RawHttp.SendAsync(gateway, RawHttp.Request("GET", "/", token))).Status));

            await cluster.Steady.UpgradeAsync(values);
            await UntilAsync(gateway, Token.Of("/"), status => status == 200);
            await UntilAsync(gateway, token: null, status => status == 403);
        }
        finally
        {
            // A policy is kept as well when a value makes it no more.
            await cluster.Steady.UpgradeAsync(ClusterFixture.SteadyValues());
            foreach (var (kind, nameSpace) in Kept)
                await Kubectl.RunAsync("delete", kind, cluster.Steady.Name, "-n", nameSpace, "--ignore-not-found");
        }
    }

    /// <summary>Makes what the values name.</summary>
    private protected virtual Task PrepareAsync() => Task.CompletedTask;

    /// <summary>The chart's values for it.</summary>
    private protected abstract IEnumerable<string> Values(string listener);

    private async Task BeginAsync()
    {
        cluster.Require();
        Programs.Unless(await Kubectl.ExistsAsync("crd", Kind), $"The cluster has no {Kind}.");
        await PrepareAsync();
        await Kubectl.ApplyAsync(Route);
    }

    // The service denies with 403, a gateway without a service with one of the others.
    private static bool IsClosed(int status) => status is 403 or 500 or 503;

    private static Task UntilAsync(IPEndPoint gateway, string? token, Predicate<int> isMeant) => Poll.UntilAsync(
        "the gateway answers as is meant",
        async () => await RawHttp.ProbeAsync(gateway, "/", token) is { } answer && isMeant(answer.Status));

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

using System.Net;

namespace TokenAuthz.EndToEnd.Cluster;

/// <summary>The release is uninstalled, and the gateway's policy is kept.</summary>
[Collection(nameof(ClusterSuite))]
public sealed class KeptPolicyTests(ClusterFixture cluster)
{
    private const string Kind = "securitypolicies.gateway.envoyproxy.io";

    private static readonly string[] Kept =
        ClusterFixture.SteadyValues(
            [.. Release.ValuesOf("envoy-gateway"), "--set", "keepPolicies=true,envoyGateway.securityPolicy.timeout=10s"]);

    [Fact]
    public async Task Denies_every_request_until_the_release_is_back()
    {
        cluster.Require();
        Programs.Unless(await Kubectl.ExistsAsync("crd", Kind), $"The cluster has no {Kind}.");
        await Kubectl.ApplyAsync("envoy-gateway.yaml");
        try
        {
            await cluster.Steady.UpgradeAsync(Kept);
            var gateway = await GatewayAsync();
            await UntilAsync(gateway, Token.Of("/"), 200);

            await cluster.Steady.UninstallAsync();

            // Envoy Gateway answers with 500 when it has seen that the Service is gone, and 503 or 403 until then.
            await UntilAsync(gateway, Token.Of("/"), 500);
            foreach (var token in new[] { null, Token.Wrong, Token.Of("/") })
                Assert.Equal(500, (await RawHttp.SendAsync(gateway, RawHttp.Request("GET", "/", token))).Status);

            await cluster.Steady.UpgradeAsync(Kept);
            await UntilAsync(gateway, Token.Of("/"), 200);
            await UntilAsync(gateway, token: null, 403);
        }
        finally
        {
            // What is kept is kept as well when a value makes it no more.
            await cluster.Steady.UpgradeAsync(ClusterFixture.SteadyValues());
            await Kubectl.RunAsync("delete", Kind, cluster.Steady.Name, "-n", "edge", "--ignore-not-found");
            await Kubectl.RunAsync("delete", "referencegrant", cluster.Steady.Name, "-n", ClusterFixture.Namespace, "--ignore-not-found");
        }
    }

    private static async Task<IPEndPoint> GatewayAsync()
    {
        IReadOnlyList<Pod> pods = [];
        await Poll.UntilAsync("the gateway has a Pod", async () => (pods = await Kubectl.PodsAsync(
            "envoy-gateway-system", "gateway.envoyproxy.io/owning-gateway-name=edge")).Count > 0);
        return pods[0].At(10080);
    }

    private static Task UntilAsync(IPEndPoint gateway, string? token, int status) => Poll.UntilAsync(
        $"the gateway answers {status}", async () => (await RawHttp.ProbeAsync(gateway, "/", token))?.Status == status);
}

namespace TokenAuthz.EndToEnd.Cluster;

/// <summary>Envoy Gateway loads the library. The example's Gateway <c>edge</c> is named <c>inside</c> here.</summary>
[Collection(nameof(ClusterSuite))]
public sealed class EnvoyGatewayModuleTests(ClusterFixture cluster) : ModuleTests(cluster)
{
    private protected override string Kind => "envoyextensionpolicies.gateway.envoyproxy.io";

    private protected override string Example => "envoy-gateway/module.yaml";

    private protected override (string Values, string Namespace) Chart => ("envoy-gateway-module", "envoy-gateway-system");

    private protected override (string Namespace, string Selector, string Container) Proxies =>
        ("envoy-gateway-system", "gateway.envoyproxy.io/owning-gateway-name=inside", "envoy");

    private protected override int Port => 10080;

    private protected override (string Namespace, string Deployment, string Refusal) Plane =>
        ("envoy-gateway-system", "deployment/envoy-gateway", "Envoy rejected the last update for type");

    // Envoy does not listen.
    private protected override int? StatusWithoutConfiguration => null;

    private protected override IEnumerable<string> ChartOptions => ["--set", "module.envoyGateway.gateways={inside}"];

    private protected override async Task PrepareAsync()
    {
        await ApplyAsync(ReadExample("envoy-gateway/module-proxy.yaml"));
        await Kubectl.ApplyAsync("envoy-gateway-module.yaml");
    }

    private protected override string ReadExample(string file) =>
        base.ReadExample(file).Replace("name: edge", "name: inside", StringComparison.Ordinal);
}

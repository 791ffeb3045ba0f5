namespace TokenAuthz.EndToEnd.Cluster;

[Collection(nameof(ClusterSuite))]
public class EnvoyGatewayTests(ClusterFixture cluster) : GatewayTests(cluster)
{
    private protected override string Kind => "securitypolicies.gateway.envoyproxy.io";

    private protected override string Route => "envoy-gateway.yaml";

    private protected override (string Namespace, string Selector) Place => ("envoy-gateway-system", "gateway.envoyproxy.io/owning-gateway-name=edge");

    // It takes 10,000 more than the Gateway says, so that no right is needed.
    private protected override int Port => 10080;

    private protected override IEnumerable<string> Values(string listener) =>
    [
        // That a busy machine is late is another matter.
        .. Release.ValuesOf("envoy-gateway"), "--set", $"envoyGateway.securityPolicy.listener={listener},envoyGateway.securityPolicy.timeout=10s",
    ];
}

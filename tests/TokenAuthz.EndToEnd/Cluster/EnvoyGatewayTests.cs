namespace TokenAuthz.EndToEnd.Cluster;

[Collection(nameof(ClusterSuite))]
public class EnvoyGatewayTests(ClusterFixture cluster) : GatewayTests(cluster)
{
    private protected override string Kind => "securitypolicies.gateway.envoyproxy.io";

    private protected override string Route => "envoy-gateway.yaml";

    private protected override (string Namespace, string Selector) Place =>
        ("envoy-gateway-system", "gateway.envoyproxy.io/owning-gateway-name=edge");

    // Envoy Gateway adds 10,000 to the port of the Gateway, so that Envoy needs no right to listen.
    private protected override int Port => 10080;

    private protected override (string Kind, string Namespace)[] Kept =>
        [(Kind, "edge"), ("referencegrant", ClusterFixture.Namespace), ("backendtlspolicy", ClusterFixture.Namespace)];

    private protected override IEnumerable<string> Values(string listener) =>
    [
        // Envoy waits long for an answer: a busy machine must not fail this test.
        .. Release.ValuesOf("envoy-gateway"),
        "--set",
        $"envoyGateway.securityPolicy.listener={listener},envoyGateway.securityPolicy.timeout=10s",
    ];
}

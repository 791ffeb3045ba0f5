namespace TokenAuthz.EndToEnd.Cluster;

/// <summary>The mesh's configuration is that of examples/istio/mesh.yaml, which names both ways to ask.</summary>
[Collection(nameof(ClusterSuite))]
public sealed class IstioTests(ClusterFixture cluster) : GatewayTests(cluster)
{
    private protected override string Kind => "authorizationpolicies.security.istio.io";

    private protected override string Route => "istio.yaml";

    private protected override (string Namespace, string Selector) Place => ("istio-ingress", "istio=ingress");

    private protected override int Port => 80;

    private protected override (string Kind, string Namespace)[] Kept => [(Kind, Place.Namespace)];

    private protected override IEnumerable<string> Values(string listener) =>
        [.. Release.ValuesOf("istio"), "--set",
            $"istio.authorizationPolicy.provider={(listener == "grpc" ? "token-authz-grpc" : "token-authz")}"];
}

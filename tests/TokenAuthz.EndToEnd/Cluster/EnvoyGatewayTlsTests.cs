namespace TokenAuthz.EndToEnd.Cluster;

/// <summary>The same over TLS: Envoy Gateway checks the certificate of the listener.</summary>
[Collection(nameof(ClusterSuite))]
public sealed class EnvoyGatewayTlsTests(ClusterFixture cluster) : EnvoyGatewayTests(cluster)
{
    private const string Secret = "edge-tls";
    private const string Authority = "edge-ca";

    private const string Listeners = $$"""
        listeners=[
          {"name":"ext-authz","kind":"ext-authz","port":8080,"tls":{"secretName":"{{Secret}}"} },
          {"name":"grpc","kind":"ext-authz-grpc","port":8082,"tls":{"secretName":"{{Secret}}"} }
        ]
        """;

    private protected override IEnumerable<string> Values(string listener) =>
    [
        .. base.Values(listener), "--set-json", Listeners,
        "--set-json",
        $$"""backendTLS={"caCertificateRefs":[{"group":"","kind":"ConfigMap","name":"{{Authority}}"}]}""",
    ];

    private protected override async Task PrepareAsync()
    {
        Programs.Require("openssl");
        if (await Kubectl.ExistsAsync("secret", Secret, "-n", ClusterFixture.Namespace)) return;
        var folder = Directory.CreateTempSubdirectory("token-authz-certificates-").FullName;
        try
        {
            await Certificates.MakeAsync(folder, "ours");
            await Certificates.MakeAsync(
                folder, "edge", by: "ours", extension: $"subjectAltName=DNS:token-authz.{ClusterFixture.Namespace}.svc.cluster.local");
            await Certificates.KeepAsync(Secret, folder, "edge");
            await Kubectl.RunAsync(
                "create", "configmap", Authority, "-n", ClusterFixture.Namespace, $"--from-file=ca.crt={folder}/ours.crt");
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}

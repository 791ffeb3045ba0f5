using TokenAuthz.EndToEnd.Harness;

namespace TokenAuthz.EndToEnd.Cluster;

/// <summary>A release whose checks are by gRPC, for clients of one authority only, as <c>helm test</c> meets it.</summary>
[Collection(nameof(ClusterSuite))]
public sealed class MutualTlsTests(ClusterFixture cluster)
{
    [Fact]
    public async Task Helm_test_passes_with_a_certificate_of_the_authority_only()
    {
        cluster.Require();
        Programs.Require("openssl");
        Programs.Unless(await Kubectl.ExistsAsync("crd", "podmonitors.monitoring.coreos.com"), "The cluster has no PodMonitor, which the values ask for.");
        var release = new Release("mtls-token-authz", ClusterFixture.Namespace);
        var folder = Directory.CreateTempSubdirectory("token-authz-certificates-").FullName;
        try
        {
            await Certificates.MakeAsync(folder, "ours");
            await Certificates.MakeAsync(folder, "theirs");
            await Certificates.MakeAsync(folder, "gateway", by: "ours", Certificates.OfClient);
            await Certificates.MakeAsync(folder, "stranger", by: "theirs", Certificates.OfClient);
            await Certificates.KeepAsync("token-authz-tls", folder, "ours");
            await Certificates.KeepAsync("gateway-tls", folder, "gateway");
            await Kubectl.RunAsync("create", "secret", "generic", "token-authz-client-ca", "-n", ClusterFixture.Namespace, $"--from-file=ca.crt={folder}/ours.crt");

            await release.UpgradeAsync([.. Release.ValuesOf("grpc-mtls"), "--set", "replicaCount=1,keys.allowWeak=true"]);
            var (ours, said) = await release.TestAsync();
            Assert.True(ours == 0, said);

            await Kubectl.RunAsync("delete", "secret", "gateway-tls", "-n", ClusterFixture.Namespace);
            await Certificates.KeepAsync("gateway-tls", folder, "stranger");
            var (theirs, why) = await release.TestAsync();
            Assert.True(theirs != 0, why);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}

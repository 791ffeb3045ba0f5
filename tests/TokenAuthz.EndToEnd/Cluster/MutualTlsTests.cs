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
            await CertifyAsync(folder, "ours");
            await CertifyAsync(folder, "theirs");
            await CertifyAsync(folder, "gateway", by: "ours");
            await CertifyAsync(folder, "stranger", by: "theirs");
            await TlsSecretAsync("token-authz-tls", folder, "ours");
            await TlsSecretAsync("gateway-tls", folder, "gateway");
            await Kubectl.RunAsync("create", "secret", "generic", "token-authz-client-ca", "-n", ClusterFixture.Namespace, $"--from-file=ca.crt={folder}/ours.crt");

            await release.UpgradeAsync([.. Release.ValuesOf("grpc-mtls"), "--set", "replicaCount=1,keys.allowWeak=true"]);
            var (ours, said) = await release.TestAsync();
            Assert.True(ours == 0, said);

            await Kubectl.RunAsync("delete", "secret", "gateway-tls", "-n", ClusterFixture.Namespace);
            await TlsSecretAsync("gateway-tls", folder, "stranger");
            var (theirs, why) = await release.TestAsync();
            Assert.True(theirs != 0, why);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>Makes a certificate that signs itself, or that another signs, with its key beside it.</summary>
    private static async Task CertifyAsync(string folder, string name, string? by = null) => await Command.RunAsync(
        "openssl",
        [
            "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "2", "-subj", $"/CN={name}",
            "-keyout", $"{folder}/{name}.key", "-out", $"{folder}/{name}.crt",
            .. by is null ? Array.Empty<string>() : ["-CA", $"{folder}/{by}.crt", "-CAkey", $"{folder}/{by}.key", "-addext", "basicConstraints=CA:FALSE", "-addext", "extendedKeyUsage=clientAuth"],
        ]);

    private static async Task TlsSecretAsync(string secret, string folder, string name) =>
        await Kubectl.RunAsync("create", "secret", "tls", secret, "-n", ClusterFixture.Namespace, $"--cert={folder}/{name}.crt", $"--key={folder}/{name}.key");
}

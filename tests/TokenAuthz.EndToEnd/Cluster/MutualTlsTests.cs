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
        Programs.Unless(
            await Kubectl.ExistsAsync("crd", "podmonitors.monitoring.coreos.com"),
            "The cluster has no PodMonitor, which the values ask for.");
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
            await Kubectl.RunAsync(
                "create", "secret", "generic", "token-authz-client-ca", "-n", ClusterFixture.Namespace,
                $"--from-file=ca.crt={folder}/ours.crt");

            await release.UpgradeAsync(
                [.. Release.ValuesOf("grpc-mtls"), "--set", $"replicaCount=1,keys.allowWeak=true,tests.serverName=ours,{Release.Hasty}"]);
            var (ours, said) = await release.TestAsync();
            Expect.Equal(0, ours, said);
            await AssertEnvoyGetsVerdictsAsync(release, folder);

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

    // As helm test does it, but with the gateway itself, of this machine, which asks the Pod at its own address.
    private static async Task AssertEnvoyGetsVerdictsAsync(Release release, string folder)
    {
        File.Copy(Path.Combine(folder, "ours.crt"), Path.Combine(folder, "ca.crt"));
        var pod = (await release.PodsAsync()).Single();
        await using var upstream = await Upstream.StartAsync();
        var file = EnvoyFile.ReadGrpc().ToUpstream(upstream.Port).ToAddress(pod.Address).Patient();

        await using (var envoy = await EnvoyGateway.StartAsync(file.FailingOpen().OverTls(folder, "gateway")))
        {
            Assert.Equal(200, (await RawHttp.SendAsync(envoy.Port, RawHttp.Request("GET", "/a", Token.Of("/a")))).Status);
            Assert.Equal(403, (await RawHttp.SendAsync(envoy.Port, RawHttp.Request("GET", "/a", Token.Wrong))).Status);
        }

        await using (var envoy = await EnvoyGateway.StartAsync(file.OverTls(folder, "stranger"), statusWithoutToken: 503))
            Assert.Equal(503, (await RawHttp.SendAsync(envoy.Port, RawHttp.Request("GET", "/a", Token.Of("/a")))).Status);
        Assert.NotEqual(0, await pod.Metrics.CountAsync("token_authz_refused_requests_total{", "reason=\"tls_handshake\""));
    }
}

namespace TokenAuthz.EndToEnd.Cluster;

/// <summary>The cluster runs what the values ask for.</summary>
[Collection(nameof(ClusterSuite))]
public sealed class ShapeTests(ClusterFixture cluster)
{
    private const string AdminTls = "shape-admin-tls";

    private static readonly string[] Keys = ["--set", $"keys.existingSecret=token-authz-keys,keys.allowWeak=true,{Release.Brief}"];

    // A platform that chooses the user itself, in the group 0 and without fsGroup, or in a group of ours.
    [Theory]
    [InlineData("0")]
    [InlineData("100000")]
    public async Task A_user_that_no_group_of_the_Pod_names_reads_the_keys(string group)
    {
        cluster.Require();
        var user = $"runAsUser=100000,SECTION.runAsGroup={group}";
        await AssertWorksAsync(
            "user-token-authz",
            "--set", "replicaCount=1,podSecurityContext.fsGroup=null,podSecurityContext.fsGroupChangePolicy=null",
            "--set", "podSecurityContext." + user.Replace("SECTION", "podSecurityContext", StringComparison.Ordinal),
            "--set", "securityContext." + user.Replace("SECTION", "securityContext", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_DaemonSet_answers_health_checks_over_TLS()
    {
        cluster.Require();
        Programs.Require("openssl");
        var folder = Directory.CreateTempSubdirectory("token-authz-certificates-").FullName;
        try
        {
            await Certificates.MakeAsync(folder, "admin");
            await Certificates.KeepAsync(AdminTls, folder, "admin");
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }

        // Helm waits until the Pods are ready, of which the kubelet asks over HTTPS.
        await AssertWorksAsync(
            "node-token-authz",
            "--set", $"kind=DaemonSet,service.internalTrafficPolicy=Local,admin.tls.enabled=true,admin.tls.secretName={AdminTls}");
    }

    [Fact]
    public async Task Most_values_together()
    {
        cluster.Require();
        Programs.Unless(await Kubectl.ExistsAsync("crd", "podmonitors.monitoring.coreos.com"), "The cluster has no PodMonitor.");
        await AssertWorksAsync(
            "most-token-authz",
            [
                .. Release.ValuesOf("most"),
                // The cluster has no load balancer, for whose address Helm would wait.
                "--set", "service.type=NodePort,service.loadBalancerClass=null,service.loadBalancerSourceRanges=null",
                "--set", $"initContainers[0].image={Release.ImageName},extraContainers[0].image={Release.ImageName}",
            ]);
    }

    [Fact]
    public async Task Autoscaling_takes_over_the_replicas_that_there_are()
    {
        cluster.Require();
        var release = new Release("scaled-token-authz", ClusterFixture.Namespace);
        await release.UpgradeAsync([.. Keys, "--set", "replicaCount=3"]);

        await release.UpgradeAsync([.. Keys, "--set", "replicaCount=3,autoscaling.enabled=true"]);
        // Of somebody else, as the autoscaler's: an upgrade leaves the number alone.
        await Kubectl.RunAsync("scale", "deployment", release.Name, "-n", ClusterFixture.Namespace, "--replicas=4");
        await release.UpgradeAsync([.. Keys, "--set", "replicaCount=3,autoscaling.enabled=true,deploymentAnnotations.changed=yes"]);

        Assert.Equal("4", await Kubectl.RunAsync(
            "get", "deployment", release.Name, "-n", ClusterFixture.Namespace, "-o", "jsonpath={.spec.replicas}"));
        var events = await Kubectl.RunAsync(
            "get", "events", "-n", ClusterFixture.Namespace, "--field-selector", $"involvedObject.name={release.Name}");
        Assert.DoesNotContain("Scaled down", events, StringComparison.Ordinal);
        await release.UninstallAsync();
    }

    private static async Task AssertWorksAsync(string name, params string[] values)
    {
        var release = new Release(name, ClusterFixture.Namespace);
        await release.UpgradeAsync([.. values, .. Keys]);
        var (exitCode, output) = await release.TestAsync();
        Expect.Equal(0, exitCode, output);
        await release.UninstallAsync();
    }
}

namespace TokenAuthz.EndToEnd.Cluster;

/// <summary>The API server's own word on what the chart makes: its schemas and rules, those of the CRDs, Pod Security.</summary>
[Collection(nameof(ClusterSuite))]
public sealed class AdmissionTests(ClusterFixture cluster)
{
    // Of everybody's whose objects the chart makes.
    private static readonly string[] Kinds = ["prometheusrules.monitoring.coreos.com", "securitypolicies.gateway.envoyproxy.io", "backendtlspolicies.gateway.networking.k8s.io", "authorizationpolicies.security.istio.io"];

    public static TheoryData<string> ValuesFiles { get; } = [.. Release.ValuesFiles];

    [Theory]
    [MemberData(nameof(ValuesFiles))]
    public async Task The_cluster_takes_all_that_is_made_of(string values)
    {
        cluster.Require();
        foreach (var kind in Kinds) Programs.Unless(await Kubectl.ExistsAsync("crd", kind), $"The cluster has no {kind}.");
        var folder = Directory.CreateTempSubdirectory("token-authz-rendered-");
        try
        {
            // A name that no other has: it is all new to the cluster.
            await new Release("admitted-token-authz", ClusterFixture.Namespace).RenderAsync(folder.FullName, Release.ValuesOf(values));
            var output = await Kubectl.RunAsync("apply", "--server-side", "--dry-run=server", "--recursive", "-f", folder.FullName);
            // A Deployment is not refused for the Pods that it would make: there is a warning.
            Assert.DoesNotContain("Warning", output, StringComparison.Ordinal);
            Assert.Contains("deployment.apps/admitted-token-authz serverside-applied (server dry run)", output, StringComparison.Ordinal);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}

namespace TokenAuthz.EndToEnd.Cluster;

/// <summary>The API server takes the chart's objects, by its own schemas and rules, those of the CRDs, and Pod Security.</summary>
[Collection(nameof(ClusterSuite))]
public sealed class AdmissionTests(ClusterFixture cluster)
{
    // The foreign kinds of objects that the chart makes.
    private static readonly string[] Kinds = ["prometheusrules.monitoring.coreos.com", "securitypolicies.gateway.envoyproxy.io",
        "backendtlspolicies.gateway.networking.k8s.io", "authorizationpolicies.security.istio.io", "envoyproxies.gateway.envoyproxy.io",
        "envoyextensionpolicies.gateway.envoyproxy.io", "envoyfilters.networking.istio.io", "certificates.cert-manager.io",
        "middlewares.traefik.io"];

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
            // The name is new, so that every object is new to the cluster.
            await new Release("admitted-token-authz", ClusterFixture.Namespace).RenderAsync(folder.FullName, Release.ValuesOf(values));
            var output = await Kubectl.RunAsync("apply", "--server-side", "--dry-run=server", "--recursive", "-f", folder.FullName);
            // The API server does not refuse a Deployment for its Pods, but warns. Of each EnvoyFilter Istio says that it is for experts.
            var warnings = output.Replace("Warning: EnvoyFilter exposes", "", StringComparison.Ordinal);
            Assert.DoesNotContain("Warning", warnings, StringComparison.Ordinal);
            var main = values.EndsWith("-module", StringComparison.Ordinal) ? "envoy" : "(deployment|daemonset).apps/";
            Assert.Matches(main, output);
            Assert.Contains("/admitted-token-authz serverside-applied (server dry run)", output, StringComparison.Ordinal);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}

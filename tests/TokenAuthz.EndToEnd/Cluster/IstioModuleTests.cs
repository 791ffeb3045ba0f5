namespace TokenAuthz.EndToEnd.Cluster;

/// <summary>Istio's ingress gateway loads the library.</summary>
[Collection(nameof(ClusterSuite))]
public sealed class IstioModuleTests(ClusterFixture cluster) : ModuleTests(cluster)
{
    private const string Ingress = "istio-ingress";

    private protected override string Kind => "envoyfilters.networking.istio.io";

    private protected override string Example => "istio/module.yaml";

    private protected override (string Values, string Namespace) Chart => ("istio-module", Ingress);

    private protected override (string Namespace, string Selector, string Container) Proxies => (Ingress, "istio=ingress", "istio-proxy");

    private protected override int Port => 80;

    private protected override (string Namespace, string Deployment, string Refusal) Plane =>
        ("istio-system", "deployment/istiod", "ADS:ECDS: ACK ERROR");

    private protected override int? StatusWithoutConfiguration => 500;

    [Fact]
    public async Task Decides_by_the_policy_that_a_route_names()
    {
        await Poll.UntilAsync("the route has its policy", async () =>
            (await Kubectl.PodsAsync(Ingress, "istio=ingress")) is [var proxy]
            && (await RawHttp.ProbeAsync(proxy.At(Port), "/public/video", token: null))?.Status == 403);
        await AssertAsync("/public/video", token: null, 403, "missing token");
        await AssertAsync("/public/audio", token: null, 200, "from the application");
    }

    private protected override async Task PrepareAsync()
    {
        await Kubectl.ApplyAsync("istio.yaml");
        // What the gateway's chart makes of its values.
        var values = ReadExample("istio/module-gateway.yaml").Split("volumeMounts:\n");
        var patch = $$"""
            spec:
              template:
                spec:
            {{Indented(values[0], 6)}}
                  containers:
                    - name: istio-proxy
                      volumeMounts:
            {{Indented(values[1], 10)}}
            """;
        await Kubectl.RunAsync("patch", "deployment/ingress", "-n", Ingress, "-p", patch);
        await Kubectl.RunAsync("rollout", "status", "deployment/ingress", "-n", Ingress, $"--timeout={Kubectl.Timeout}");
    }

    private static string Indented(string lines, int by) => string.Join(
        '\n', lines.Split('\n').Where(line => line.Length > 0).Select(line => new string(' ', by) + line));
}

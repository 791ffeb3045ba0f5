using TokenAuthz.EndToEnd.Harness;

namespace TokenAuthz.EndToEnd.Cluster;

/// <summary>
/// An Envoy of this machine with an upstream. It finds the Pods of the rolling release by the name of the headless Service, as
/// envoy.yaml advises, and asks them at their own addresses.
/// </summary>
internal sealed class EdgeStand : IAsyncDisposable
{
    public const int PerSecond = 200;

    private readonly Release _release;
    private Upstream? _upstream;
    private EnvoyGateway? _envoy;

    private EdgeStand(Release release) => _release = release;

    private Upstream Upstream => _upstream!;

    private EnvoyGateway Envoy => _envoy!;

    public static async Task<EdgeStand> StartAsync(Release release)
    {
        var stand = new EdgeStand(release);
        try
        {
            stand._upstream = await Upstream.StartAsync();
            // Envoy waits long for an answer: a busy machine must not fail a check of these tests.
            var file = EnvoyFile.Read()
                .ToUpstream(stand.Upstream.Port)
                .ToName($"{release.Name}.{ClusterFixture.Namespace}.svc.cluster.local", await Kubectl.DnsAsync())
                .Patient();
            stand._envoy = await EnvoyGateway.StartAsync(file);
            return stand;
        }
        catch
        {
            await stand.DisposeAsync();
            throw;
        }
    }

    public SteadyLoad Load(string secret) => new(Envoy.Port, PerSecond, Token.Of("/load", secret));

    /// <summary>Requests whose token is wrong: a quarter as many.</summary>
    public SteadyLoad WrongLoad() => new(Envoy.Port, PerSecond / 4, Token.Wrong);

    /// <summary>How many requests of a load reached the upstream.</summary>
    public int Arrived => Upstream.Requests.Count(request => request.Target == "/load");

    public async Task<int> StatusAsync(string target, string? token = null) =>
        (await RawHttp.SendAsync(Envoy.Port, RawHttp.Request("GET", target, token))).Status;

    /// <summary>Waits until there are two Pods and Envoy has had each of them allow a part of the load.</summary>
    public Task UntilAllAreAskedAsync() => Poll.UntilAsync("both Pods are asked", async () =>
    {
        var pods = await _release.PodsAsync();
        var allowed = await Task.WhenAll(pods.Select(AllowedAsync));
        return allowed.Length == 2 && allowed.All(count => count > PerSecond / 4);
    }, () => Envoy.Log);

    public async ValueTask DisposeAsync()
    {
        if (_envoy is not null) await _envoy.DisposeAsync();
        if (_upstream is not null) await _upstream.DisposeAsync();
    }

    private static async Task<int> AllowedAsync(Pod pod) =>
        await RawHttp.ProbeAsync(pod.At(8081), "/readyz", token: null) is null ? 0 : await pod.Metrics.DecisionsAsync("allow");
}

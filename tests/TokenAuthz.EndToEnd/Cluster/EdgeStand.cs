using TokenAuthz.EndToEnd.Harness;

namespace TokenAuthz.EndToEnd.Cluster;

/// <summary>
/// An Envoy of this machine with an upstream. It finds the Pods of the rolling release by the name of the headless Service, as
/// envoy.yaml advises, and asks one of their listeners at their own addresses.
/// </summary>
internal sealed class EdgeStand : IAsyncDisposable
{
    public const int PerSecond = 150;

    private readonly Release _release;
    private readonly string _listener;
    private Upstream? _upstream;
    private EnvoyGateway? _envoy;

    private EdgeStand(Release release, string listener) => (_release, _listener) = (release, listener);

    private Upstream Upstream => _upstream!;

    private EnvoyGateway Envoy => _envoy!;

    /// <summary>Starts the shipped Envoy that asks by HTTP.</summary>
    public static Task<EdgeStand> StartAsync(Release release) => StartAsync(release, EnvoyFile.Read(), "ext-authz");

    /// <summary>Starts the example's that asks by gRPC.</summary>
    public static Task<EdgeStand> StartGrpcAsync(Release release) => StartAsync(release, EnvoyFile.ReadGrpc(), "grpc");

    private static async Task<EdgeStand> StartAsync(Release release, EnvoyFile shipped, string listener)
    {
        var stand = new EdgeStand(release, listener);
        try
        {
            stand._upstream = await Upstream.StartAsync();
            // Envoy waits long for an answer: a busy machine must not fail a check of these tests.
            var file = shipped
                .ToUpstream(stand.Upstream.Port)
                .ToName($"{release.Name}-headless.{ClusterFixture.Namespace}.svc.cluster.local", await Kubectl.DnsAsync())
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

    /// <summary>Waits until there are so many Pods and Envoy has had each of them allow a part of the load.</summary>
    public Task UntilAllAreAskedAsync(int replicas = 2) => Poll.UntilAsync($"all {replicas} Pods are asked", async () =>
    {
        var pods = await _release.PodsAsync();
        var allowed = await Task.WhenAll(pods.Select(AllowedAsync));
        return allowed.Length == replicas && allowed.All(count => count > PerSecond / 8);
    }, () => Envoy.Log);

    public async ValueTask DisposeAsync()
    {
        if (_envoy is not null) await _envoy.DisposeAsync();
        if (_upstream is not null) await _upstream.DisposeAsync();
    }

    private async Task<int> AllowedAsync(Pod pod) => await RawHttp.ProbeAsync(pod.At(8081), "/readyz", token: null) is null
        ? 0
        : await pod.Metrics.CountAsync($"token_authz_decisions_total{{listener=\"{_listener}\"", "decision=\"allow\"");
}

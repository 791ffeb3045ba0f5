using System.Collections.Immutable;

namespace TokenAuthz.EndToEnd.Harness;

/// <summary>A gateway with the service on one side, or the check inside, and an upstream on the other; ended in full whatever fails.</summary>
internal sealed class Stand : IAsyncDisposable
{
    private Upstream? _upstream;
    private AuthzService? _service;
    private EnvoyGateway? _envoy;

    private Stand()
    {
    }

    public Upstream Upstream => _upstream!;

    /// <summary>The service; there is none where the check is inside Envoy.</summary>
    public AuthzService Service => _service!;

    public EnvoyGateway Envoy => _envoy!;

    /// <summary>Starts all three. Settings are the service's, <c>OnAllow:KeyId=true</c>.</summary>
    public static Task<Stand> StartAsync(Func<EnvoyFile, EnvoyFile> configure, params string[] settings) =>
        StartAsync(EnvoyFile.Read(), configure, settings);

    /// <summary>The same, with an Envoy that asks by gRPC.</summary>
    public static Task<Stand> StartGrpcAsync(Func<EnvoyFile, EnvoyFile> configure, params string[] settings) =>
        StartAsync(EnvoyFile.ReadGrpc(), configure, ["Listeners:0:Kind=ext-authz-grpc", .. settings]);

    private static async Task<Stand> StartAsync(EnvoyFile shipped, Func<EnvoyFile, EnvoyFile> configure, string[] settings)
    {
        var stand = new Stand();
        try
        {
            stand._upstream = await Upstream.StartAsync();
            stand._service = await AuthzService.StartAsync(settings);
            var file = shipped.ToUpstream(stand.Upstream.Port).ToServices(stand.Service).Patient();
            stand._envoy = await EnvoyGateway.StartAsync(configure(file));
            return stand;
        }
        catch
        {
            await stand.DisposeAsync();
            throw;
        }
    }

    /// <summary>Starts Envoy with the check inside. Settings are the check's, <c>OnAllow:KeyId=true</c>.</summary>
    public static Task<Stand> StartInsideAsync(Func<EnvoyFile, EnvoyFile> configure, params string[] settings) => StartInsideAsync(configure, [], settings);

    /// <summary>The same, with further variables in Envoy's environment.</summary>
    public static async Task<Stand> StartInsideAsync(Func<EnvoyFile, EnvoyFile> configure, ImmutableArray<(string Name, string Value)> environment, string[] settings)
    {
        var stand = new Stand();
        try
        {
            stand._upstream = await Upstream.StartAsync();
            stand._envoy = await ModuleLibrary.StartAsync(configure(EnvoyFile.ReadModule().ToUpstream(stand.Upstream.Port).Checking(settings)), environment: [.. environment]);
            return stand;
        }
        catch
        {
            await stand.DisposeAsync();
            throw;
        }
    }

    /// <summary>How many requests were decided so: <c>allow</c> or <c>deny</c>.</summary>
    public Task<int> DecisionsAsync(string decision) => _service is null ? ModuleLibrary.DecisionsAsync(Envoy, decision) : _service.DecisionsAsync(decision);

    /// <summary>Sends one request through the gateway: its answer, and what arrived at the upstream of it.</summary>
    public async Task<Passage> PassAsync(string request)
    {
        var before = Upstream.Requests.Count;
        var answer = await RawHttp.SendAsync(Envoy.Port, request);
        return new(answer, Upstream.Requests.Skip(before).SingleOrDefault());
    }

    public async ValueTask DisposeAsync()
    {
        if (_envoy is not null) await _envoy.DisposeAsync();
        if (_service is not null) await _service.DisposeAsync();
        if (_upstream is not null) await _upstream.DisposeAsync();
    }
}

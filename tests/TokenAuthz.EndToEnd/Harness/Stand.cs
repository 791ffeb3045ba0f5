namespace TokenAuthz.EndToEnd.Harness;

/// <summary>A gateway with the service on one side and an upstream on the other; ended in full whatever fails.</summary>
internal sealed class Stand : IAsyncDisposable
{
    private Upstream? _upstream;
    private AuthzService? _service;
    private EnvoyGateway? _envoy;

    private Stand()
    {
    }

    public Upstream Upstream => _upstream!;

    public AuthzService Service => _service!;

    public EnvoyGateway Envoy => _envoy!;

    /// <summary>Starts all three. Settings are the service's, <c>OnAllow:KeyId=true</c>.</summary>
    public static async Task<Stand> StartAsync(Func<EnvoyFile, EnvoyFile> configure, params string[] settings)
    {
        var stand = new Stand();
        try
        {
            stand._upstream = await Upstream.StartAsync();
            stand._service = await AuthzService.StartAsync(settings);
            var file = EnvoyFile.Read().ToUpstream(stand.Upstream.Port).ToServices(stand.Service).Patient();
            stand._envoy = await EnvoyGateway.StartAsync(configure(file));
            return stand;
        }
        catch
        {
            await stand.DisposeAsync();
            throw;
        }
    }

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

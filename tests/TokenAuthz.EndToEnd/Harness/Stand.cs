namespace TokenAuthz.EndToEnd.Harness;

/// <summary>An Envoy between a client and an upstream, with the service beside it or the check inside.</summary>
internal sealed class Stand : IAsyncDisposable
{
    private readonly TemporaryFolder _folder = new();
    private Upstream? _upstream;
    private AuthzService? _service;
    private EnvoyGateway? _envoy;

    private Stand()
    {
    }

    public Upstream Upstream => _upstream!;

    /// <summary>The service; there is none when the check is inside Envoy.</summary>
    public AuthzService Service => _service!;

    public EnvoyGateway Envoy => _envoy!;

    /// <summary>Starts a stand; skips the running test on a machine that lacks a program.</summary>
    public static async Task<Stand> StartAsync(StandOptions options)
    {
        Programs.Require(options.Way.Needed);
        var stand = new Stand();
        try
        {
            stand._upstream = await Upstream.StartAsync();
            if (options.Way.IsInside) await stand.StartInsideAsync(options);
            else await stand.StartWithServiceAsync(options);
            return stand;
        }
        catch
        {
            await stand.DisposeAsync();
            throw;
        }
    }

    /// <summary>How many requests were decided so: <c>allow</c> or <c>deny</c>.</summary>
    public Task<int> DecisionsAsync(string decision) =>
        _service is null ? ModuleLibrary.DecisionsAsync(Envoy, decision) : _service.DecisionsAsync(decision);

    /// <summary>Sends a request through Envoy.</summary>
    public Task<Passage> PassAsync(string request) => Upstream.PassAsync(Envoy.Port, request);

    public async ValueTask DisposeAsync()
    {
        if (_envoy is not null) await _envoy.DisposeAsync();
        if (_service is not null) await _service.DisposeAsync();
        if (_upstream is not null) await _upstream.DisposeAsync();
        _folder.Dispose();
    }

    private async Task StartInsideAsync(StandOptions options) => _envoy = await ModuleLibrary.StartAsync(
        options.Apply(options.Way.ReadFile().ToUpstream(Upstream.Port).Checking(options.Settings)), environment: [.. options.Environment]);

    private async Task StartWithServiceAsync(StandOptions options)
    {
        var way = options.Way;
        var port = FreePorts.Next();
        string[] settings =
        [
            $"Listeners:0:Kind={(way.IsGrpc ? "ext-authz-grpc" : "ext-authz")}",
            .. way.IsTls ? Tls(port) : [],
            .. way.IsHttp2 && !way.IsTls ? new[] { "Listeners:0:Protocol=http2" } : [],
            .. way.IsUnix ? new[] { $"Listeners:0:Url=unix:{SocketPath}" } : [],
            .. options.Settings,
        ];
        _service = await AuthzService.StartAsync(port, FreePorts.Next(), options.Environment, settings);
        var file = way.ReadFile().ToUpstream(Upstream.Port).ToServices(_service).Patient();
        if (way.IsTls) file = file.OverTls();
        if (way.IsHttp2) file = file.OverHttp2();
        if (way.IsUnix) file = file.ThroughSocket(_service.CheckPort, SocketPath);
        _envoy = await EnvoyGateway.StartAsync(options.Apply(file));
    }

    private string SocketPath => _folder["check.sock"];

    private string[] Tls(int port)
    {
        TestAuthority.SelfSign("tls", _folder);
        return
        [
            $"Listeners:0:Url=https://127.0.0.1:{port}",
            $"Listeners:0:Tls:Certificate={_folder["tls.crt"]}",
            $"Listeners:0:Tls:Key={_folder["tls.key"]}",
        ];
    }
}

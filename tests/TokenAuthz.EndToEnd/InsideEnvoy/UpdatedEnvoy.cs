using TokenAuthz.EndToEnd.Harness;

namespace TokenAuthz.EndToEnd.InsideEnvoy;

/// <summary>An Envoy with the check inside, whose listeners come from a file that Envoy reads again (LDS).</summary>
internal sealed class UpdatedEnvoy : IAsyncDisposable
{
    private const string Listeners = "listeners.yaml";

    private readonly TemporaryFolder _folder = new();
    private readonly int _port = FreePorts.Next();
    private readonly int _demonstrationPort = FreePorts.Next();
    private Upstream? _upstream;
    private EnvoyGateway? _envoy;

    public Upstream Upstream => _upstream!;

    public EnvoyGateway Envoy => _envoy!;

    private string ListenersFile => _folder[Listeners];

    public static async Task<UpdatedEnvoy> StartAsync(params string[] settings)
    {
        var started = new UpdatedEnvoy();
        try
        {
            started._upstream = await Upstream.StartAsync();
            started.Update(settings);
            var file = started.Configuration("").File.ToUpstream(started.Upstream.Port);
            started._envoy = await ModuleLibrary.StartAsync(file, listensOn: started._port);
            return started;
        }
        catch
        {
            await started.DisposeAsync();
            throw;
        }
    }

    /// <summary>Configures the check anew.</summary>
    public void Update(params string[] settings) => UpdateAs(SettingsJson.Of(settings));

    /// <summary>Configures the check anew with a text that need not be a configuration.</summary>
    public void UpdateAs(string configuration) => _folder.Write(Listeners, Configuration(configuration).Listeners);

    private (EnvoyFile File, string Listeners) Configuration(string configuration) =>
        EnvoyFile.ReadModule().OnPorts(_port, _demonstrationPort).CheckingAs(configuration).WithListenersIn(ListenersFile);

    public async ValueTask DisposeAsync()
    {
        if (_envoy is not null) await _envoy.DisposeAsync();
        if (_upstream is not null) await _upstream.DisposeAsync();
        _folder.Dispose();
    }
}

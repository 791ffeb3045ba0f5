using System.Globalization;
using TokenAuthz.EndToEnd.Harness;

namespace TokenAuthz.EndToEnd.Gateways;

/// <summary>
/// A gateway as its example configures it, with the service and an application behind it. The files are those of the
/// example; only the ports are others.
/// </summary>
internal sealed class GatewayStand : IAsyncDisposable
{
    private const int GatewayPort = 10000;
    private const int ApplicationPort = 10001;

    private readonly TemporaryFolder _folder = new();
    private readonly Gateway _gateway;
    private readonly Func<string, string> _change;
    private ChildProcess? _process;

    private GatewayStand(Gateway gateway, Func<string, string> change) => (_gateway, _change) = (gateway, change);

    public Upstream Upstream { get; private set; } = null!;

    public AuthzService Service { get; private set; } = null!;

    public int Port { get; } = FreePorts.Next();

    public int CheckPort { get; } = FreePorts.Next();

    public static Task<GatewayStand> StartAsync(Gateway gateway, bool isPatient = true) => StartAsync(gateway, text => text, isPatient);

    /// <summary>Starts the gateway with the example's files changed.</summary>
    public static async Task<GatewayStand> StartAsync(Gateway gateway, Func<string, string> change, bool isPatient = true)
    {
        Programs.Require(gateway.Program);
        var stand = new GatewayStand(gateway, change);
        try
        {
            stand.Upstream = await Upstream.StartAsync();
            stand.CopyExample(isPatient);
            stand.Service = await AuthzService.StartWithFileAsync(stand.CheckPort, stand._folder["token-authz.json"]);
            if (gateway.RunsEnvoyFile) stand.CopyEnvoyFile(isPatient);
            stand._process = ChildProcess.Start(
                gateway.Program,
                gateway.Arguments.Select(argument => argument.Replace("$PWD", stand._folder.Path, StringComparison.Ordinal)),
                workingDirectory: stand._folder.Path);
            await stand._process.UntilAsync($"{gateway} answers 403", async () => await RawHttp.ProbeAsync(stand.Port, "/") == 403);
            return stand;
        }
        catch
        {
            await stand.DisposeAsync();
            throw;
        }
    }

    /// <summary>Sends a request through the gateway.</summary>
    public Task<Passage> PassAsync(string request, TimeSpan? limit = null) => Upstream.PassAsync(Port, request, limit);

    public async ValueTask DisposeAsync()
    {
        if (_process is not null) await _process.DisposeAsync();
        if (Service is not null) await Service.DisposeAsync();
        if (Upstream is not null) await Upstream.DisposeAsync();
        _folder.Dispose();
    }

    private void CopyEnvoyFile(bool isPatient)
    {
        var file = EnvoyFile.Read().OnPort(Port).ToUpstream(Upstream.Port).ToServices(Service);
        File.WriteAllText(_folder[Path.GetFileName(EnvoyFile.Shipped)], _change((isPatient ? file.Patient() : file).Content));
    }

    private void CopyExample(bool isPatient)
    {
        var folder = Path.Combine(AppContext.BaseDirectory, "examples", _gateway.Example);
        foreach (var file in Directory.GetFiles(folder))
        {
            var text = WithPorts(_change(File.ReadAllText(file)));
            File.WriteAllText(_folder[Path.GetFileName(file)], isPatient ? WithPatience(text) : text);
        }
    }

    private string WithPorts(string text) => text
        .Replace(Text(GatewayPort), Text(Port), StringComparison.Ordinal)
        .Replace(Text(ApplicationPort), Text(Upstream.Port), StringComparison.Ordinal)
        .Replace(Text(_gateway.CheckPort), Text(CheckPort), StringComparison.Ordinal)
        .Replace("/tmp/token-authz-example-nginx.pid", _folder["nginx.pid"], StringComparison.Ordinal)
        .Replace("abns@token-authz", $"abns@token-authz-{Text(Port)}", StringComparison.Ordinal);

    // On a machine that is busy with other tests the service may be late, and a gateway that does not wait answers by itself.
    private static string WithPatience(string text) => text
        .Replace("timeout: 0.2s", "timeout: 10s", StringComparison.Ordinal)
        .Replace("connect_timeout: 0.1s", "connect_timeout: 5s", StringComparison.Ordinal)
        .Replace("_timeout 100ms", "_timeout 10s", StringComparison.Ordinal)
        .Replace("_timeout 200ms", "_timeout 10s", StringComparison.Ordinal)
        .Replace("max_interval: 0.1s", "max_interval: 5s", StringComparison.Ordinal)
        .Replace("timeout connect 100ms", "timeout connect 5s", StringComparison.Ordinal)
        .Replace("timeout server 200ms", "timeout server 10s", StringComparison.Ordinal)
        .Replace("timeout = 200", "timeout = 10000", StringComparison.Ordinal);

    private static string Text(int port) => port.ToString(CultureInfo.InvariantCulture);
}

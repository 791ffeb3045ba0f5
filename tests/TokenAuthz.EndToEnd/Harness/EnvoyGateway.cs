using System.Globalization;

namespace TokenAuthz.EndToEnd.Harness;

/// <summary>The real Envoy, as a process.</summary>
internal sealed class EnvoyGateway : IAsyncDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly ChildProcess _process;

    private EnvoyGateway(string configuration, int port, int adminPort, IReadOnlyDictionary<string, string>? environment, int workers)
    {
        (Port, AdminPort) = (port, adminPort);
        string[] arguments =
        [
            "-c", _folder.Write("envoy.yaml", configuration), "--disable-hot-restart", "--concurrency",
            workers.ToString(CultureInfo.InvariantCulture),
            "--log-level", "warning", "--component-log-level", "dynamic_modules:info",
        ];
        _process = ChildProcess.Start("envoy", arguments, environment);
    }

    public int Port { get; }

    /// <summary>The port of Envoy's statistics, which the shipped file has not.</summary>
    public int AdminPort { get; }

    /// <summary>The last lines of Envoy's log, which say of each request why it was answered so.</summary>
    public string Log => _process.Output;

    /// <summary>Starts Envoy, and waits until it answers a request without a token with a status.</summary>
    /// <param name="file">The configuration.</param>
    /// <param name="statusWithoutToken">The status.</param>
    /// <param name="environment">Variables for Envoy's environment.</param>
    /// <param name="workers">How many threads handle requests.</param>
    /// <param name="listensOn">The port of the configuration; null for a free one.</param>
    public static Task<EnvoyGateway> StartAsync(
        EnvoyFile file,
        int statusWithoutToken = 403,
        IReadOnlyDictionary<string, string>? environment = null,
        int workers = 1,
        int? listensOn = null)
    {
        var (port, adminPort) = (listensOn ?? FreePorts.Next(), FreePorts.Next());
        var configuration = (listensOn is null ? file.OnPort(port) : file).WithAdmin(adminPort).Content;
        return UntilAnswersAsync(new(configuration, port, adminPort, environment, workers), statusWithoutToken);
    }

    /// <summary>Starts Envoy with the shipped file as it is.</summary>
    public static Task<EnvoyGateway> StartShippedAsync() =>
        UntilAnswersAsync(new(EnvoyFile.Read().Content, port: 10000, adminPort: 0, environment: null, workers: 1), status: 403);

    /// <summary>The memory that Envoy has, in KiB.</summary>
    public int ResidentMemory => _process.ResidentMemory;

    /// <summary>Envoy's exit code; null while it runs.</summary>
    public int? ExitCode => _process.HasExited ? _process.ExitCode : null;

    /// <summary>Sends SIGTERM and waits for the end.</summary>
    /// <returns>The exit code.</returns>
    public async Task<int> StopAsync(CancellationToken cancellation)
    {
        _process.Terminate();
        await _process.WaitForExitAsync(cancellation);
        return _process.ExitCode;
    }

    public async ValueTask DisposeAsync()
    {
        await _process.DisposeAsync();
        _folder.Dispose();
    }

    private static async Task<EnvoyGateway> UntilAnswersAsync(EnvoyGateway gateway, int status)
    {
        try
        {
            await gateway._process.UntilAsync($"Envoy answers {status}", async () => await RawHttp.ProbeAsync(gateway.Port, "/") == status);
            return gateway;
        }
        catch
        {
            await gateway.DisposeAsync();
            throw;
        }
    }
}

using System.Globalization;

namespace TokenAuthz.EndToEnd.Harness;

/// <summary>The real Envoy, as a process.</summary>
internal sealed class EnvoyGateway : IAsyncDisposable
{
    private readonly string _file;
    private readonly ChildProcess _process;

    private EnvoyGateway(int port, int adminPort, string file, ChildProcess process) => (Port, AdminPort, _file, _process) = (port, adminPort, file, process);

    public int Port { get; }

    /// <summary>Where its statistics are; the shipped file has no such port.</summary>
    public int AdminPort { get; }

    /// <summary>What it logged last: with each request why it was answered so.</summary>
    public string Log => _process.Output;

    /// <summary>Starts Envoy with the file, on a free port unless it has one, and waits until it answers with this status.</summary>
    public static async Task<EnvoyGateway> StartAsync(EnvoyFile file, int statusWithoutToken = 403, IReadOnlyDictionary<string, string>? environment = null, int workers = 1, int? listensOn = null)
    {
        var path = Path.Combine(Path.GetTempPath(), $"token-authz-envoy-{Guid.NewGuid():N}.yaml");
        var (port, adminPort) = (listensOn ?? FreePorts.Next(), FreePorts.Next());
        await File.WriteAllTextAsync(path, (listensOn is null ? file.OnPort(port) : file).WithAdmin(adminPort).Content);
        return await StartAsync(port, adminPort, path, statusWithoutToken, environment, workers);
    }

    /// <summary>Starts Envoy with the shipped file, untouched.</summary>
    public static Task<EnvoyGateway> StartShippedAsync() => StartAsync(10000, 0, EnvoyFile.Shipped, statusWithoutToken: 403);

    /// <summary>How much memory it has, in KiB.</summary>
    public int ResidentMemory => _process.ResidentMemory;

    /// <summary>How it ended; null while it runs.</summary>
    public int? ExitCode => _process.HasExited ? _process.ExitCode : null;

    /// <summary>Sends SIGTERM and waits for the end: the exit code.</summary>
    public async Task<int> StopAsync(CancellationToken cancellation)
    {
        _process.Terminate();
        await _process.WaitForExitAsync(cancellation);
        return _process.ExitCode;
    }

    public async ValueTask DisposeAsync()
    {
        await _process.DisposeAsync();
        if (_file != EnvoyFile.Shipped) File.Delete(_file);
    }

    private static async Task<EnvoyGateway> StartAsync(int port, int adminPort, string file, int statusWithoutToken, IReadOnlyDictionary<string, string>? environment = null, int workers = 1)
    {
        var process = ChildProcess.Start("envoy", ["-c", file, "--disable-hot-restart", "--concurrency", workers.ToString(CultureInfo.InvariantCulture), "--log-level", "warning", "--component-log-level", "dynamic_modules:info"], environment);
        var gateway = new EnvoyGateway(port, adminPort, file, process);
        try
        {
            await Poll.UntilAsync($"Envoy answers {statusWithoutToken}", async () =>
            {
                if (process.HasExited) throw new InvalidOperationException($"Envoy ended with {process.ExitCode}:\n{process.Output}");
                return await RawHttp.ProbeAsync(port, "/") == statusWithoutToken;
            }, () => process.Output);
            return gateway;
        }
        catch
        {
            await gateway.DisposeAsync();
            throw;
        }
    }
}

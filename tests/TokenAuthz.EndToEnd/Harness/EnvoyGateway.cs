namespace TokenAuthz.EndToEnd.Harness;

/// <summary>The real Envoy, as a process.</summary>
internal sealed class EnvoyGateway : IAsyncDisposable
{
    private readonly string _file;
    private readonly ChildProcess _process;

    private EnvoyGateway(int port, string file, ChildProcess process) => (Port, _file, _process) = (port, file, process);

    public int Port { get; }

    /// <summary>What it logged last: with each request why it was answered so.</summary>
    public string Log => _process.Output;

    /// <summary>Starts Envoy with the file on a free port and waits until it answers with this status.</summary>
    public static async Task<EnvoyGateway> StartAsync(EnvoyFile file, int statusWithoutToken = 403)
    {
        var path = Path.Combine(Path.GetTempPath(), $"token-authz-envoy-{Guid.NewGuid():N}.yaml");
        var port = FreePorts.Next();
        await File.WriteAllTextAsync(path, file.OnPort(port).Content);
        return await StartAsync(port, path, statusWithoutToken);
    }

    /// <summary>Starts Envoy with the shipped file, untouched.</summary>
    public static Task<EnvoyGateway> StartShippedAsync() => StartAsync(10000, EnvoyFile.Shipped, statusWithoutToken: 403);

    public async ValueTask DisposeAsync()
    {
        await _process.DisposeAsync();
        if (_file != EnvoyFile.Shipped) File.Delete(_file);
    }

    private static async Task<EnvoyGateway> StartAsync(int port, string file, int statusWithoutToken)
    {
        var process = ChildProcess.Start("envoy", ["-c", file, "--use-dynamic-base-id", "--concurrency", "1", "--log-level", "warning"]);
        var gateway = new EnvoyGateway(port, file, process);
        try
        {
            await Poll.UntilAsync($"Envoy answers {statusWithoutToken}", async () =>
            {
                if (process.HasExited) throw new InvalidOperationException($"Envoy ended with {process.ExitCode}:\n{process.Output}");
                return await Probe.StatusAsync(port, "/") == statusWithoutToken;
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

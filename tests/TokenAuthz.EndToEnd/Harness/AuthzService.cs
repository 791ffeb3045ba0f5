using System.Net;

namespace TokenAuthz.EndToEnd.Harness;

/// <summary>The real service, as the process that is shipped, on ports of its own.</summary>
internal sealed class AuthzService : IAsyncDisposable
{
    private readonly string[] _arguments;
    private ChildProcess _process;

    private readonly MemoryLimit? _memory;

    private AuthzService(int checkPort, int adminPort, string[] arguments, MemoryLimit? memory)
    {
        (CheckPort, AdminPort, _arguments, _memory) = (checkPort, adminPort, [.. arguments, $"--TokenAuthz:Admin:Url=http://127.0.0.1:{adminPort}"], memory);
        _process = Start();
    }

    public int CheckPort { get; }

    public int AdminPort { get; }

    private ServiceMetrics Metrics => new(new(IPAddress.Loopback, AdminPort));

    /// <summary>The last lines that it logged.</summary>
    public string Log => _process.Output;

    /// <summary>Starts on free ports and waits until ready. Settings: <c>OnAllow:KeyId=true</c>.</summary>
    public static Task<AuthzService> StartAsync(params string[] settings) => StartAsync(FreePorts.Next(), FreePorts.Next(), settings);

    public static Task<AuthzService> StartAsync(int checkPort, int adminPort, params string[] settings) => StartAsync(checkPort, adminPort, memory: null, settings);

    /// <summary>Starts it with no more memory than that.</summary>
    public static Task<AuthzService> StartAsync(MemoryLimit memory, params string[] settings) => StartAsync(FreePorts.Next(), FreePorts.Next(), memory, settings);

    private static Task<AuthzService> StartAsync(int checkPort, int adminPort, MemoryLimit? memory, string[] settings) => LaunchAsync(
        checkPort,
        adminPort,
        memory,
        [
            "--TokenAuthz:Listeners:0:Name=ext-authz", "--TokenAuthz:Listeners:0:Kind=ext-authz", $"--TokenAuthz:Listeners:0:Url=http://127.0.0.1:{checkPort}",
            .. settings.Select(setting => $"--TokenAuthz:{setting}"),
        ]);

    /// <summary>Starts as a file says, which has a listener on that port.</summary>
    public static Task<AuthzService> StartWithFileAsync(int checkPort, string file) => LaunchAsync(checkPort, FreePorts.Next(), memory: null, ["--config", file]);

    private static async Task<AuthzService> LaunchAsync(int checkPort, int adminPort, MemoryLimit? memory, string[] arguments)
    {
        var service = new AuthzService(checkPort, adminPort, arguments, memory);
        try
        {
            await service.UntilReadyAsync();
            return service;
        }
        catch
        {
            await service.DisposeAsync();
            throw;
        }
    }

    /// <summary>Runs another command of the program to its end, with settings as the service has them: what it wrote.</summary>
    public static async Task<string> RunAsync(IEnumerable<string> command, IEnumerable<string> settings, CancellationToken cancellation)
    {
        await using var process = ChildProcess.Start(ShippedProgram.With([.. command, .. settings.Select(setting => $"--TokenAuthz:{setting}")]));
        await process.WaitForExitAsync(cancellation);
        Assert.True(process.ExitCode == 0, process.Output);
        return process.Output;
    }

    /// <summary>Sends SIGTERM and waits for the end: the exit code.</summary>
    public async Task<int> StopAsync(CancellationToken cancellation)
    {
        _process.Terminate();
        await _process.WaitForExitAsync(cancellation);
        return _process.ExitCode;
    }

    /// <summary>Ends it at once, as a crash does.</summary>
    public ValueTask KillAsync() => _process.DisposeAsync();

    /// <summary>Halts it: its connections stay, the kernel accepts more, and nothing is answered.</summary>
    public Task SuspendAsync() => _process.SuspendAsync();

    /// <summary>Starts anew, on the same ports, after a stop.</summary>
    public async Task StartAgainAsync()
    {
        await _process.DisposeAsync();
        _process = Start();
        await UntilReadyAsync();
    }

    /// <summary>How many checks it decided so: <c>allow</c> or <c>deny</c>.</summary>
    public Task<int> DecisionsAsync(string decision) => Metrics.DecisionsAsync(decision);

    /// <summary>The sum of a metric's series that have a label: <c>reason="error"</c>.</summary>
    public Task<int> CountAsync(string metric, string label = "") => Metrics.CountAsync(metric, label);

    /// <summary>The lines of the metrics that begin so.</summary>
    public Task<string[]> LinesAsync(string metric) => Metrics.LinesAsync(metric);

    public ValueTask DisposeAsync() => _process.DisposeAsync();

    private ChildProcess Start()
    {
        var start = ShippedProgram.With(_arguments);
        start.Environment["ASPNETCORE_ENVIRONMENT"] = "Development";
        return ChildProcess.Start(_memory?.Limit(start) ?? start);
    }

    private Task UntilReadyAsync() => Poll.UntilAsync("the service is ready", async () =>
    {
        if (_process.HasExited) throw new InvalidOperationException($"The service ended with {_process.ExitCode}:\n{_process.Output}");
        return await RawHttp.ProbeAsync(AdminPort, "/readyz") == 200;
    }, () => _process.Output);
}

using System.Collections.Immutable;
using System.Net;

namespace TokenAuthz.EndToEnd.Harness;

/// <summary>The shipped service, in a process with ports of its own.</summary>
internal sealed class AuthzService : IAsyncDisposable
{
    private readonly string[] _arguments;
    private ChildProcess _process;

    private readonly MemoryLimit? _memory;

    private readonly ImmutableArray<(string Name, string Value)> _environment;

    private AuthzService(
        int checkPort, int adminPort, string[] arguments, MemoryLimit? memory, ImmutableArray<(string Name, string Value)> environment)
    {
        (CheckPort, AdminPort, _arguments, _memory, _environment) =
            (checkPort, adminPort, [.. arguments, $"--TokenAuthz:Admin:Url=http://127.0.0.1:{adminPort}"], memory, environment);
        _process = Start();
    }

    public int CheckPort { get; }

    public int AdminPort { get; }

    private ServiceMetrics Metrics => new(new(IPAddress.Loopback, AdminPort));

    /// <summary>The memory that the process has, in KiB.</summary>
    public int ResidentMemory => _process.ResidentMemory;

    /// <summary>The last lines of the log.</summary>
    public string Log => _process.Output;

    /// <summary>Starts the service on free ports, and waits until it is ready. Settings: <c>OnAllow:KeyId=true</c>.</summary>
    public static Task<AuthzService> StartAsync(params string[] settings) => StartAsync(FreePorts.Next(), FreePorts.Next(), settings);

    public static Task<AuthzService> StartAsync(int checkPort, int adminPort, params string[] settings) =>
        StartAsync(checkPort, adminPort, memory: null, settings);

    /// <summary>Starts the service with further variables in its environment.</summary>
    public static Task<AuthzService> StartAsync(
        int checkPort, int adminPort, ImmutableArray<(string Name, string Value)> environment, string[] settings) =>
        StartAsync(checkPort, adminPort, memory: null, settings, environment);

    /// <summary>Starts the service with a limit of memory.</summary>
    public static Task<AuthzService> StartAsync(MemoryLimit memory, params string[] settings) =>
        StartAsync(FreePorts.Next(), FreePorts.Next(), memory, settings);

    private static Task<AuthzService> StartAsync(
        int checkPort,
        int adminPort,
        MemoryLimit? memory,
        string[] settings,
        ImmutableArray<(string Name, string Value)> environment = default) => LaunchAsync(
        checkPort,
        adminPort,
        memory,
        [
            "--TokenAuthz:Listeners:0:Name=ext-authz", "--TokenAuthz:Listeners:0:Kind=ext-authz",
            $"--TokenAuthz:Listeners:0:Url=http://127.0.0.1:{checkPort}",
            .. settings.Select(setting => $"--TokenAuthz:{setting}"),
        ],
        environment);

    /// <summary>Starts the service with a configuration file, which has a listener on the port.</summary>
    public static Task<AuthzService> StartWithFileAsync(int checkPort, string file) =>
        LaunchAsync(checkPort, FreePorts.Next(), memory: null, ["--config", file], environment: default);

    private static async Task<AuthzService> LaunchAsync(
        int checkPort, int adminPort, MemoryLimit? memory, string[] arguments, ImmutableArray<(string Name, string Value)> environment)
    {
        var service = new AuthzService(checkPort, adminPort, arguments, memory, environment.IsDefault ? [] : environment);
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

    /// <summary>Runs another command of the program to its end, with settings as the service has them.</summary>
    /// <returns>The output.</returns>
    public static async Task<string> RunAsync(IEnumerable<string> command, IEnumerable<string> settings, CancellationToken cancellation)
    {
        await using var process =
            ChildProcess.Start(ShippedProgram.With([.. command, .. settings.Select(setting => $"--TokenAuthz:{setting}")]));
        await process.WaitForExitAsync(cancellation);
        Expect.Equal(0, process.ExitCode, process.Output);
        return process.Output;
    }

    /// <summary>Sends SIGTERM and waits for the end.</summary>
    /// <returns>The exit code.</returns>
    public async Task<int> StopAsync(CancellationToken cancellation)
    {
        _process.Terminate();
        await _process.WaitForExitAsync(cancellation);
        return _process.ExitCode;
    }

    /// <summary>Ends the process at once, as a crash does.</summary>
    public ValueTask KillAsync() => _process.DisposeAsync();

    /// <summary>Halts the process: its connections stay, the kernel accepts more, and no check is answered.</summary>
    public Task SuspendAsync() => _process.SuspendAsync();

    /// <summary>Starts the service again, on the same ports.</summary>
    public async Task StartAgainAsync()
    {
        await _process.DisposeAsync();
        _process = Start();
        await UntilReadyAsync();
    }

    /// <summary>How many checks the service decided so: <c>allow</c> or <c>deny</c>.</summary>
    public Task<int> DecisionsAsync(string decision) => Metrics.DecisionsAsync(decision);

    /// <summary>The sum of a metric's series that have a label: <c>reason="error"</c>.</summary>
    public Task<int> CountAsync(string metric, string label = "") => Metrics.CountAsync(metric, label);

    /// <summary>The lines of the metrics that begin with a text.</summary>
    public Task<string[]> LinesAsync(string metric) => Metrics.LinesAsync(metric);

    public ValueTask DisposeAsync() => _process.DisposeAsync();

    private ChildProcess Start()
    {
        var start = ShippedProgram.With(_arguments);
        start.Environment["ASPNETCORE_ENVIRONMENT"] = "Development";
        foreach (var (name, value) in _environment) start.Environment[name] = value;
        return ChildProcess.Start(_memory?.Limit(start) ?? start);
    }

    private Task UntilReadyAsync() =>
        _process.UntilAsync("the service is ready", async () => await RawHttp.ProbeAsync(AdminPort, "/readyz") == 200);
}

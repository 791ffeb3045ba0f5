using System.Collections.Immutable;
using System.Text.Json;

namespace TokenAuthz.Testing.Processes;

/// <summary>The shipped program: a command that runs to its end, or a service on ports that the kernel chooses.</summary>
internal sealed class TokenAuthzProcess : IAsyncDisposable
{
    /// <summary>Two listeners on ports that the kernel chooses.</summary>
    public static readonly string[] AnyPorts =
        ["--TokenAuthz:Listeners:0:Url=http://127.0.0.1:0", "--TokenAuthz:Admin:Url=http://127.0.0.1:0"];

    private readonly ChildProcess _process;
    private readonly TemporaryFolder? _ownFolder;

    private TokenAuthzProcess(string[] arguments, IReadOnlyDictionary<string, string>? environment, TemporaryFolder? folder)
    {
        if (folder is null) folder = _ownFolder = new();
        var start = ShippedProgram.With(arguments);
        start.WorkingDirectory = folder.Path;
        foreach (var (name, value) in environment ?? new Dictionary<string, string>()) start.Environment[name] = value;
        _process = ChildProcess.Start(start);
    }

    /// <summary>The ports in the order in which they are bound: those of the listeners, then that of the admin listener.</summary>
    public ImmutableArray<int> Ports { get; private set; }

    public int CheckPort => Ports[0];

    public int AdminPort => Ports[^1];

    /// <summary>Runs a command to its end.</summary>
    /// <param name="arguments">The command line.</param>
    /// <param name="environment">Environment variables.</param>
    /// <param name="folder">The working directory; null for an empty one.</param>
    public static async Task<CommandResult> RunAsync(
        string[] arguments, IReadOnlyDictionary<string, string>? environment = null, TemporaryFolder? folder = null)
    {
        await using var run = new TokenAuthzProcess(arguments, environment, folder);
        using var limit = new CancellationTokenSource(Poll.Limit);
        try
        {
            await run._process.WaitForExitAsync(limit.Token);
        }
        catch (OperationCanceledException)
        {
            Assert.Fail($"token-authz {string.Join(' ', arguments)} did not end.\n{run._process.Output}");
        }

        return new(run._process.ExitCode, run._process.StandardOutput, run._process.StandardError);
    }

    /// <summary>Starts the service on <see cref="AnyPorts"/>, and waits until it listens.</summary>
    public static Task<TokenAuthzProcess> ServeAsync(string[] settings, IReadOnlyDictionary<string, string>? environment = null) =>
        StartAsync([.. AnyPorts, .. settings], environment);

    /// <summary>Starts the service, and waits until it listens.</summary>
    public static async Task<TokenAuthzProcess> StartAsync(string[] arguments, IReadOnlyDictionary<string, string>? environment = null)
    {
        var service = new TokenAuthzProcess(["serve", .. arguments], environment, folder: null);
        try
        {
            await Poll.UntilAsync("the service listens", service.TryReadPorts, () => service._process.Output);
            return service;
        }
        catch
        {
            await service.DisposeAsync();
            throw;
        }
    }

    /// <summary>Sends SIGTERM and does not wait.</summary>
    public void BeginStop() => _process.Terminate();

    public async ValueTask DisposeAsync()
    {
        await _process.DisposeAsync();
        _ownFolder?.Dispose();
    }

    // The log names the addresses in the order in which they are bound, and then says that the application has started.
    private bool TryReadPorts()
    {
        var hasEnded = _process.HasExited;
        var ports = ImmutableArray.CreateBuilder<int>();
        foreach (var line in _process.OutputLines)
        {
            using var json = JsonDocument.Parse(line);
            if (json.RootElement.TryGetProperty("address", out var address)) ports.Add(new Uri(address.GetString()!).Port);
            if (!json.RootElement.GetProperty("@mt").ToString().StartsWith("Application started", StringComparison.Ordinal)) continue;
            Ports = ports.ToImmutable();
            return true;
        }

        Assert.False(hasEnded, $"The service ended before it listened:\n{_process.Output}");
        return false;
    }
}

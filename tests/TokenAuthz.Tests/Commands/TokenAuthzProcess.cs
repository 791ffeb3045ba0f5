using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Diagnostics;
using System.Text.Json;

namespace TokenAuthz.Tests.Commands;

/// <summary>The program as it is shipped, in a process of the test's own that never outlives it.</summary>
internal sealed class TokenAuthzProcess : IAsyncDisposable
{
    /// <summary>Two listeners on ports that the kernel chooses.</summary>
    public static readonly string[] AnyPorts = ["--TokenAuthz:Listeners:0:Url=http://127.0.0.1:0", "--TokenAuthz:Admin:Url=http://127.0.0.1:0"];

    // Far above what it takes: a process that hangs fails its test and ends.
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    private readonly Process _process = new();
    private readonly BlockingCollection<string> _output = [];
    private readonly ConcurrentQueue<string> _error = new();
    private readonly TemporaryFolder? _ownFolder;

    private TokenAuthzProcess(string[] arguments, IReadOnlyDictionary<string, string>? environment, TemporaryFolder? folder)
    {
        if (folder is null) folder = _ownFolder = new();
        _process.StartInfo = ShippedProgram.With(arguments);
        _process.StartInfo.RedirectStandardOutput = true;
        _process.StartInfo.RedirectStandardError = true;
        _process.StartInfo.WorkingDirectory = folder.Path;

        foreach (var (name, value) in environment ?? new Dictionary<string, string>()) _process.StartInfo.Environment[name] = value;

        _process.OutputDataReceived += (_, line) => KeepOutput(line.Data);
        _process.ErrorDataReceived += (_, line) => KeepError(line.Data);
    }

    /// <summary>The ports in the order they are bound, once started: of the listeners, then of the admin listener.</summary>
    public ImmutableArray<int> Ports { get; private set; }

    public int CheckPort => Ports[0];

    public int AdminPort => Ports[^1];

    /// <summary>Runs a command to its end.</summary>
    /// <param name="arguments">The command line.</param>
    /// <param name="environment">Environment variables.</param>
    /// <param name="folder">The working directory; null for an empty one.</param>
    public static async Task<CommandResult> RunAsync(string[] arguments, IReadOnlyDictionary<string, string>? environment = null, TemporaryFolder? folder = null)
    {
        await using var run = new TokenAuthzProcess(arguments, environment, folder);
        run.Begin();
        using var limit = new CancellationTokenSource(Limit);
        try
        {
            await run._process.WaitForExitAsync(limit.Token);
        }
        catch (OperationCanceledException)
        {
            throw new TimeoutException($"token-authz {string.Join(' ', arguments)} did not end.\n{string.Join('\n', run._output)}\n{run.Error}");
        }

        return new(run._process.ExitCode, string.Join('\n', run._output), run.Error);
    }

    /// <summary>Starts the service on <see cref="AnyPorts"/>, and waits until it says that it listens.</summary>
    public static Task<TokenAuthzProcess> ServeAsync(string[] settings, IReadOnlyDictionary<string, string>? environment = null) => StartAsync([.. AnyPorts, .. settings], environment);

    /// <summary>Starts the service, and waits until it says that it listens.</summary>
    public static async Task<TokenAuthzProcess> StartAsync(string[] arguments, IReadOnlyDictionary<string, string>? environment = null)
    {
        var service = new TokenAuthzProcess(["serve", .. arguments], environment, folder: null);
        try
        {
            service.Begin();
            await Task.Run(service.ReadPorts);
            return service;
        }
        catch
        {
            await service.DisposeAsync();
            throw;
        }
    }

    /// <summary>Tells it to stop, as SIGTERM does, and does not wait.</summary>
    public void BeginStop()
    {
        using var kill = Process.Start("kill", ["-TERM", $"{_process.Id}"]);
        kill.WaitForExit();
        Assert.Equal(0, kill.ExitCode);
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited) _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync();
        _process.Dispose();
        _output.Dispose();
        _ownFolder?.Dispose();
    }

    private string Error => string.Join('\n', _error);

    private void Begin()
    {
        _process.Start();
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    // The last line is null.
    private void KeepOutput(string? line)
    {
        if (line is null) _output.CompleteAdding();
        else _output.Add(line);
    }

    private void KeepError(string? line)
    {
        if (line is not null) _error.Enqueue(line);
    }

    // The log names the listeners in the order in which they are bound.
    private void ReadPorts()
    {
        var ports = ImmutableArray.CreateBuilder<int>();
        using var limit = new CancellationTokenSource(Limit);
        foreach (var line in _output.GetConsumingEnumerable(limit.Token))
        {
            using var json = JsonDocument.Parse(line);
            if (json.RootElement.TryGetProperty("address", out var address)) ports.Add(new Uri(address.GetString()!).Port);
            if (!json.RootElement.GetProperty("@mt").ToString().StartsWith("Application started", StringComparison.Ordinal)) continue;
            Ports = ports.ToImmutable();
            return;
        }

        throw new InvalidOperationException($"The service ended before it listened:\n{Error}");
    }
}

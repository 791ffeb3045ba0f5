using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;

namespace TokenAuthz.Testing.Processes;

/// <summary>A process of a test, which keeps the last lines that it writes and ends no later than its owner.</summary>
internal sealed partial class ChildProcess : IAsyncDisposable
{
    private const int SigTerm = 15;
    private const int SigCont = 18;
    private const int SigStop = 19;
    private const int LinesKept = 1_000;

    private readonly Process _process = new();
    private readonly ConcurrentQueue<(bool IsError, string Text)> _lines = new();
    private bool _isDisposed;

    private ChildProcess(ProcessStartInfo start)
    {
        (start.RedirectStandardOutput, start.RedirectStandardError) = (true, true);
        _process.StartInfo = start;
        _process.OutputDataReceived += (_, line) => Keep(isError: false, line.Data);
        _process.ErrorDataReceived += (_, line) => Keep(isError: true, line.Data);
    }

    public bool HasExited => _process.HasExited;

    public int ExitCode => _process.ExitCode;

    /// <summary>The last lines of both streams, in the order in which they came.</summary>
    public string Output => string.Join('\n', _lines.Select(line => line.Text));

    public string StandardOutput => string.Join('\n', OutputLines);

    public string StandardError => string.Join('\n', _lines.Where(line => line.IsError).Select(line => line.Text));

    /// <summary>The last lines of the standard output.</summary>
    public IEnumerable<string> OutputLines => _lines.Where(line => !line.IsError).Select(line => line.Text);

    /// <summary>The memory that the process has, in KiB.</summary>
    public int ResidentMemory
    {
        get
        {
            var line = File.ReadLines($"/proc/{_process.Id}/status").Single(line => line.StartsWith("VmRSS:", StringComparison.Ordinal));
            return int.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture);
        }
    }

    public static ChildProcess Start(
        string program,
        IEnumerable<string> arguments,
        IReadOnlyDictionary<string, string>? environment = null,
        string workingDirectory = "")
    {
        var start = new ProcessStartInfo(program, arguments) { WorkingDirectory = workingDirectory };
        foreach (var (name, value) in environment ?? new Dictionary<string, string>()) start.Environment[name] = value;
        return Start(start);
    }

    public static ChildProcess Start(ProcessStartInfo start)
    {
        var child = new ChildProcess(start);
        child._process.Start();
        child._process.BeginOutputReadLine();
        child._process.BeginErrorReadLine();
        return child;
    }

    /// <summary>Sends SIGTERM, as Kubernetes does.</summary>
    public void Terminate() => Assert.Equal(0, Kill(_process.Id, SigTerm));

    /// <summary>Halts each thread of the process: its connections stay open, and the kernel accepts more.</summary>
    public async Task SuspendAsync()
    {
        Assert.Equal(0, Kill(_process.Id, SigStop));
        await Poll.UntilAsync("the process has halted", () => Directory.GetDirectories($"/proc/{_process.Id}/task").All(IsHalted));
    }

    public void Resume() => Assert.Equal(0, Kill(_process.Id, SigCont));

    /// <summary>Waits until the process has come so far, and fails as soon as the process ends.</summary>
    public Task UntilAsync(string condition, Func<Task<bool>> isTrue) => Poll.UntilAsync(
        condition,
        async () =>
        {
            if (HasExited) Assert.Fail($"{_process.StartInfo.FileName} ended with {ExitCode} before {condition}:\n{Output}");
            return await isTrue();
        },
        () => Output);

    /// <summary>Waits until the process has ended and all that it wrote was read.</summary>
    public Task WaitForExitAsync(CancellationToken cancellation) => _process.WaitForExitAsync(cancellation);

    public async ValueTask DisposeAsync()
    {
        if (_isDisposed) return;
        _isDisposed = true;
        if (!_process.HasExited) _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync();
        _process.Dispose();
    }

    // The state stands behind the name in parentheses (proc_pid_stat(5)).
    private static bool IsHalted(string thread) => File.ReadAllText($"{thread}/stat").Split(") ")[^1][0] is 'T' or 'Z';

    private void Keep(bool isError, string? line)
    {
        if (line is null) return;
        _lines.Enqueue((isError, line));
        if (_lines.Count > LinesKept) _lines.TryDequeue(out _);
    }

    [LibraryImport("libc", EntryPoint = "kill", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Kill(int process, int signal);
}

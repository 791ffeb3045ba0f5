using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;

namespace TokenAuthz.EndToEnd.Harness;

/// <summary>A process of the test's own: what it writes is kept, and it never outlives its owner.</summary>
internal sealed partial class ChildProcess : IAsyncDisposable
{
    private const int SigTerm = 15;
    private const int SigCont = 18;
    private const int SigStop = 19;
    private const int LinesKept = 200;

    private readonly Process _process = new();
    private readonly ConcurrentQueue<string> _lines = new();
    private bool _isDisposed;

    private ChildProcess(ProcessStartInfo start)
    {
        (start.RedirectStandardOutput, start.RedirectStandardError) = (true, true);
        _process.StartInfo = start;
        _process.OutputDataReceived += (_, line) => Keep(line.Data);
        _process.ErrorDataReceived += (_, line) => Keep(line.Data);
    }

    public bool HasExited => _process.HasExited;

    public int ExitCode => _process.ExitCode;

    /// <summary>The last lines that it wrote.</summary>
    public string Output => string.Join('\n', _lines);

    public static ChildProcess Start(string program, IEnumerable<string> arguments, IReadOnlyDictionary<string, string>? environment = null, string workingDirectory = "")
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

    /// <summary>How much memory it has, in KiB.</summary>
    public int ResidentMemory =>
        int.Parse(File.ReadLines($"/proc/{_process.Id}/status").Single(line => line.StartsWith("VmRSS:", StringComparison.Ordinal)).Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture);

    /// <summary>Asks the process to end, as Kubernetes does.</summary>
    public void Terminate() => Assert.Equal(0, Kill(_process.Id, SigTerm));

    /// <summary>Halts the process and each of its threads: its connections stay open, and nobody answers on them.</summary>
    public async Task SuspendAsync()
    {
        Assert.Equal(0, Kill(_process.Id, SigStop));
        await Poll.UntilAsync("the process has halted", () => Task.FromResult(Directory.GetDirectories($"/proc/{_process.Id}/task").All(IsHalted)));
    }

    public void Resume() => Assert.Equal(0, Kill(_process.Id, SigCont));

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

    private void Keep(string? line)
    {
        if (line is null) return;
        _lines.Enqueue(line);
        if (_lines.Count > LinesKept) _lines.TryDequeue(out _);
    }

    [LibraryImport("libc", EntryPoint = "kill", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Kill(int process, int signal);
}

using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text;

namespace TokenAuthz.EndToEnd.Readme;

/// <summary>A shell that keeps its variables from line to line.</summary>
internal sealed class Terminal : IAsyncDisposable
{
    // Far above what a line takes that ends by itself; it may build.
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(5);

    private const int LinesKept = 1_000;

    private readonly Process _shell;
    private readonly ConcurrentQueue<string> _log = new();

    private Terminal(Process shell)
    {
        _shell = shell;
        _shell.ErrorDataReceived += (_, line) => Keep(line.Data);
        _shell.BeginErrorReadLine();
    }

    /// <summary>The last lines: what was typed, what it wrote to standard error, and all that a line wrote that nobody waits for.</summary>
    public string Log => string.Join('\n', _log);

    /// <summary>Opens one in a folder.</summary>
    /// <param name="folder">Where its lines run.</param>
    /// <param name="functions">What it takes in place of programs of the same names.</param>
    public static Terminal Open(string folder, string functions = "")
    {
        Programs.Unless(new[] { "bash", "curl" }.All(program => Programs.Find(program) is not null), "bash and curl are not both there.");
        var start = new ProcessStartInfo("bash", ["--norc"])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = folder
        };
        start.Environment["NO_PROXY"] = "*"; // All is on this machine.
        // No build server may outlive a build.
        (start.Environment["MSBUILDDISABLENODEREUSE"], start.Environment["UseSharedCompilation"]) = ("1", "false");
        var terminal = new Terminal(Process.Start(start)!);
        terminal._shell.StandardInput.WriteLine($"exec 9>&1\n{functions}");
        return terminal;
    }

    /// <summary>Types a line, and does not wait.</summary>
    public void Begin(string line) => Type(line, "", ">&2");

    /// <summary>Types a line, and waits until it has ended: what it wrote, without the line ends behind it.</summary>
    public async Task<string> TypeAsync(string line)
    {
        const char End = '\x1e';
        Type(line, "printf '\\x1e'", "");
        var output = new StringBuilder();
        var read = new char[1];
        using var limit = new CancellationTokenSource(Limit);
        while (await _shell.StandardOutput.ReadAsync(read, limit.Token) == 1 && read[0] != End) output.Append(read[0]);
        return output.ToString().TrimEnd('\n');
    }

    public async ValueTask DisposeAsync()
    {
        if (!_shell.HasExited) _shell.Kill(entireProcessTree: true);
        // All that it started holds the pipe, by the number 9 at least: the end comes when the last has ended, and its ports are free.
        using var limit = new CancellationTokenSource(Limit);
        await _shell.StandardOutput.ReadToEndAsync(limit.Token);
        await _shell.WaitForExitAsync(limit.Token);
        _shell.Dispose();
    }

    // What a line starts may read its input, and what is typed later is not for it.
    private void Type(string line, string then, string output)
    {
        Keep($"$ {line}");
        _shell.StandardInput.WriteLine($"{{\n{line}\n{then}\n}} </dev/null {output}");
        _shell.StandardInput.Flush();
    }

    private void Keep(string? line)
    {
        if (line is null) return;
        _log.Enqueue(line);
        if (_log.Count > LinesKept) _log.TryDequeue(out _);
    }
}

using System.Text;

namespace TokenAuthz.Engine.Configuration;

/// <summary>Tells a thread that runs, or would if a processor were free, from one that waits for a file (proc_pid_stat(5)).</summary>
internal sealed class ThreadProgress
{
    // The fields behind the name in parentheses: the state, and the time in user and in kernel mode.
    private const int State = 0;
    private const int UserTime = 11;
    private const int KernelTime = 12;
    private const int MaxLength = 4096;

    private volatile string? _path;
    private (string User, string Kernel) _time;

    /// <summary>Is about the calling thread from now on.</summary>
    public void Begin() => _path = new FileInfo("/proc/thread-self").LinkTarget is { } thread ? $"/proc/{thread}/stat" : "";

    /// <summary>Whether the thread has run since the last call, or waits for a processor.</summary>
    public bool HasRun()
    {
        if (_path is not { } path) return true;
        try
        {
            var fields = Encoding.ASCII.GetString(RegularFile.Read(path, MaxLength)).Split(") ")[^1].Split(' ');
            var time = (fields[UserTime], fields[KernelTime]);
            if (fields[State] != "R" && time == _time) return false;
            _time = time;
            return true;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or IndexOutOfRangeException)
        {
            return false;
        }
    }
}

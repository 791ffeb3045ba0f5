using System.Diagnostics;
using System.Globalization;

namespace TokenAuthz.EndToEnd.Harness;

/// <summary>Runs programs with as much memory as a container has, by the control groups of this machine.</summary>
internal sealed class MemoryLimit : IDisposable
{
    private static readonly string Root = File.Exists("/sys/fs/cgroup/cgroup.controllers") ? "/sys/fs/cgroup" : "/sys/fs/cgroup/memory";

    private readonly string _group = Path.Combine(Root, $"token-authz-test-{Guid.NewGuid():N}");

    /// <summary>Makes a group with a limit; skips the running test where that is not allowed.</summary>
    public MemoryLimit(long bytes)
    {
        var isSecondVersion = Root == "/sys/fs/cgroup";
        try
        {
            Directory.CreateDirectory(_group);
            File.WriteAllText(
                Path.Combine(_group, isSecondVersion ? "memory.max" : "memory.limit_in_bytes"),
                bytes.ToString(CultureInfo.InvariantCulture));
            if (isSecondVersion) File.WriteAllText(Path.Combine(_group, "memory.swap.max"), "0");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            Dispose();
            Assert.Skip($"This user may not limit the memory of processes ({e.Message}).");
        }
    }

    /// <summary>How a program is started in the group: by a shell, which joins it and becomes the program.</summary>
    public ProcessStartInfo Limit(ProcessStartInfo start)
    {
        var limited = new ProcessStartInfo(
            "/bin/sh", ["-c", $"echo $$ > {_group}/cgroup.procs && exec \"$@\"", "sh", start.FileName, .. start.ArgumentList]);
        foreach (var (name, value) in start.Environment) limited.Environment[name] = value;
        return limited;
    }

    public void Dispose()
    {
        // Fails while a process is in it, and where it was never made.
        try
        {
            Directory.Delete(_group);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
        }
    }
}

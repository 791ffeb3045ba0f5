using System.Globalization;
using System.Net;
using TokenAuthz.EndToEnd.Harness;

namespace TokenAuthz.EndToEnd.Cluster;

/// <summary>A Pod, which tests ask at its own address.</summary>
internal sealed record Pod(string Name, string Uid, string Address)
{
    /// <summary>The metrics of the Pod's service.</summary>
    public ServiceMetrics Metrics => new(At(8081));

    public IPEndPoint At(int port) => new(IPAddress.Parse(Address), port);

    /// <summary>The answer of the Pod's service to a check; null when there is none.</summary>
    public Task<RawAnswer?> CheckAsync(string target, string? token) => RawHttp.ProbeAsync(At(8080), target, token);

    /// <summary>The id of the container's process on this machine; null when the Pod runs on another.</summary>
    /// <param name="program">The beginning of the process's command line, which tells it from the sandbox.</param>
    public int? Process(string program)
    {
        var folder = Directory.EnumerateDirectories("/proc").FirstOrDefault(folder =>
            Read(folder, "cgroup").Contains($"pod{Uid}", StringComparison.Ordinal)
            && Read(folder, "cmdline").StartsWith(program, StringComparison.Ordinal));
        return folder is null ? null : int.Parse(Path.GetFileName(folder), CultureInfo.InvariantCulture);
    }

    private static string Read(string folder, string file)
    {
        try
        {
            return File.ReadAllText(Path.Combine(folder, file));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return ""; // No process, or one that has ended meanwhile.
        }
    }
}

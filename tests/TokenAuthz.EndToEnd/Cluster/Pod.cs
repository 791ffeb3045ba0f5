using System.Globalization;
using System.Net;
using TokenAuthz.EndToEnd.Harness;

namespace TokenAuthz.EndToEnd.Cluster;

/// <summary>A Pod, asked at its own address.</summary>
internal sealed record Pod(string Name, string Uid, string Address)
{
    /// <summary>What a service in it counts.</summary>
    public ServiceMetrics Metrics => new(At(8081));

    public IPEndPoint At(int port) => new(IPAddress.Parse(Address), port);

    /// <summary>The answer of a service in it to a check, or null when nobody answers.</summary>
    public Task<RawAnswer?> CheckAsync(string target, string? token) => RawHttp.ProbeAsync(At(8080), target, token);

    /// <summary>The id of the process that its container runs, on this machine; null when its node is another.</summary>
    /// <param name="program">How its command line begins: that of the sandbox begins otherwise.</param>
    public int? Process(string program)
    {
        var folder = Directory.EnumerateDirectories("/proc").FirstOrDefault(folder =>
            Read(folder, "cgroup").Contains($"pod{Uid}", StringComparison.Ordinal) && Read(folder, "cmdline").StartsWith(program, StringComparison.Ordinal));
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

using System.Globalization;
using TokenAuthz.Engine.Configuration;
using TokenAuthz.Engine.Hosting;

namespace TokenAuthz.Connections;

/// <summary>How much of the machine the peers of the ports of checks may hold.</summary>
/// <param name="Connections">How many connections of checks are open at once; a further one is closed at accept.</param>
/// <param name="ConnectionsPerListener">The same for each listener, so that the peers of one leave room for those of another.</param>
/// <param name="StreamsPerConnection">How many gRPC calls are open at once on a connection.</param>
/// <param name="RequestHeadTime">How long the head of a request, or a TLS handshake, may take.</param>
/// <param name="DiscardedBody">How many bytes of a body that is not checked are read and discarded, so that the answer arrives.</param>
internal sealed record LimitSettings(int Connections, int ConnectionsPerListener, int StreamsPerConnection, TimeSpan RequestHeadTime, int DiscardedBody)
{
    /// <summary>How many bytes of a gRPC check are kept: the longest body that is checked, and as much for all else.</summary>
    public const int LargestCheck = 2 * CheckSettings.MaxBodySize;

    // Measured: an idle connection holds 12 KB, one with TLS 50 KB, half a request with large headers 200 KB.
    private const int MemoryPerConnection = 192 * 1024;

    private const int MostConnections = 1_000_000;

    // Not the share itself: a further listener in the file would then look like a change of this setting.
    private const int AnEqualShare = 0;

    // For the files of the configuration, the admin port, Redis and the log.
    private const int OtherFiles = 256;

    /// <summary>Reads the settings; what is wrong is reported to the section.</summary>
    /// <param name="section">Where they are.</param>
    /// <param name="listeners">How many listeners share the connections.</param>
    public static LimitSettings Read(SettingsSection section, int listeners)
    {
        var connections = section.Number("Connections", DefaultConnections(GC.GetGCMemoryInfo().TotalAvailableMemoryBytes, OpenFiles()), 1, MostConnections);
        var perListener = section.Number("ConnectionsPerListener", AnEqualShare, 1, connections);
        return new(
            connections,
            perListener == AnEqualShare ? Math.Max(1, connections / listeners) : perListener,
            section.Number("StreamsPerConnection", 100, 1, 10_000),
            section.Duration("RequestHeadTime", TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(10)),
            section.Number("DiscardedBody", 64 * 1024 * 1024, LargestCheck, int.MaxValue));
    }

    /// <summary>As many connections as memory and the limit of open files have room for.</summary>
    /// <param name="memory">What the heap may hold, in bytes: three quarters of a container's limit, else the machine's memory.</param>
    /// <param name="openFiles">How many files and connections the process may have open.</param>
    public static int DefaultConnections(long memory, long openFiles) =>
        (int)Math.Clamp(Math.Min(memory / MemoryPerConnection, openFiles - OtherFiles), 64, 65_536);

    // The runtime has raised the soft limit to the hard one at its start. The kernel answers accept with an error beyond it, and
    // Kestrel tries again at once, for ever.
    private static long OpenFiles()
    {
        const string Line = "Max open files";
        if (!File.Exists("/proc/self/limits")) return MostConnections;
        var limit = File.ReadLines("/proc/self/limits").FirstOrDefault(line => line.StartsWith(Line, StringComparison.Ordinal));
        return long.TryParse(limit?[Line.Length..].Split(' ', StringSplitOptions.RemoveEmptyEntries)[0], CultureInfo.InvariantCulture, out var files) ? files : MostConnections;
    }
}

using System.Collections.Immutable;
using System.Globalization;
using TokenAuthz.Engine.Configuration;
using TokenAuthz.Engine.Hosting;

namespace TokenAuthz.Connections;

/// <summary>How much of the machine the peers of the listeners of checks may hold.</summary>
/// <param name="Connections">How many connections of checks are open at once; a further one is closed at accept.</param>
/// <param name="ConnectionsPerListener">The same for each listener, so that the peers of one leave room for those of another.</param>
/// <param name="StreamsPerConnection">How many gRPC calls are open at once on a connection.</param>
/// <param name="RequestHeadTime">How long the head of a request, or a TLS handshake, may take.</param>
/// <param name="DiscardedBody">How many bytes of a body that is not checked are read and discarded, so that the answer arrives.</param>
internal sealed record LimitSettings(
    int Connections,
    int ConnectionsPerListener,
    int StreamsPerConnection,
    TimeSpan RequestHeadTime,
    int DiscardedBody)
{
    /// <summary>How many bytes of a gRPC check are kept: the longest body that is checked, and as much for all else.</summary>
    public const int LargestCheck = 2 * CheckSettings.MaxBodySize;

    // Measured: an idle connection holds 12 KB, one with TLS 50 KB, half a request with large headers 200 KB.
    private const int MemoryPerConnection = 192 * 1024;

    private const int MaxConnections = 1_000_000;

    // For the files of the configuration, the admin port, Redis and the log.
    private const int OtherFiles = 256;

    private static readonly Setting<int?> ConnectionsSetting = Setting.Number(
        "Limits:Connections",
        1,
        MaxConnections,
        "from the memory limit",
        "How many connections of gateways are open at the same time, over all listeners. A further one is closed at accept, and the " +
            "service is not ready meanwhile. The default is one for each 192 KiB that the heap may hold: 1,024 with a memory limit of " +
            "256 MiB, at most 65,536, and fewer where the process may open fewer files.");

    private static readonly Setting<int?> PerListener = Setting.Number(
        "Limits:ConnectionsPerListener",
        1,
        MaxConnections,
        "an equal share of them",
        "The same for each listener, so that the peers of one listener leave room for those of another. At most `Limits:Connections`.");

    private static readonly Setting<TimeSpan> HeadTime = Setting.Duration(
        "Limits:RequestHeadTime",
        TimeSpan.FromSeconds(5),
        TimeSpan.FromSeconds(1),
        TimeSpan.FromMinutes(10),
        "How long the head of a request, or a TLS handshake, may take. Then the connection is closed.");

    private static readonly Setting<int> Streams = Setting.Number(
        "Limits:StreamsPerConnection", 100, 1, 10_000, "How many gRPC calls are open at the same time on a connection.");

    private static readonly Setting<int> Discarded = Setting.Number(
        "Limits:DiscardedBody",
        64 * 1024 * 1024,
        LargestCheck,
        int.MaxValue,
        "How many bytes of a body that no policy signs are read and discarded, so that the answer arrives. Set it to more than gateways " +
            "send: the answer to a longer body ends the connection over HTTP, and is a deny over gRPC.");

    /// <summary>Describes the settings.</summary>
    public static ImmutableArray<Setting> All { get; } = [ConnectionsSetting, PerListener, HeadTime, Streams, Discarded];

    /// <summary>Reads the settings; mistakes are reported to the section.</summary>
    /// <param name="root">The section that has every setting.</param>
    /// <param name="listeners">How many listeners share the connections.</param>
    public static LimitSettings Read(SettingsSection root, int listeners)
    {
        var connections = root.Read(ConnectionsSetting)
            ?? DefaultConnections(GC.GetGCMemoryInfo().TotalAvailableMemoryBytes, OpenFiles());
        var perListener = root.Read(PerListener);
        if (perListener > connections)
            root.Reject(PerListener, $"this is more than the {connections} connections that Limits:Connections allows for all listeners");
        return new(
            connections,
            perListener ?? Math.Max(1, connections / listeners),
            root.Read(Streams),
            root.Read(HeadTime),
            root.Read(Discarded));
    }

    /// <summary>As many connections as memory and the limit of open files have room for.</summary>
    /// <param name="memory">The bytes that the heap may hold: three quarters of a container's limit, else the machine's memory.</param>
    /// <param name="openFiles">How many files and connections the process may have open.</param>
    public static int DefaultConnections(long memory, long openFiles) =>
        (int)Math.Clamp(Math.Min(memory / MemoryPerConnection, openFiles - OtherFiles), 64, 65_536);

    // The runtime raises the soft limit to the hard one when it starts. Beyond it accept fails, and Kestrel tries again at once, for
    // ever.
    private static long OpenFiles()
    {
        const string Line = "Max open files";
        if (!File.Exists("/proc/self/limits")) return MaxConnections;
        var limit = File.ReadLines("/proc/self/limits").FirstOrDefault(line => line.StartsWith(Line, StringComparison.Ordinal));
        var soft = limit?[Line.Length..].Split(' ', StringSplitOptions.RemoveEmptyEntries)[0];
        return long.TryParse(soft, CultureInfo.InvariantCulture, out var files) ? files : MaxConnections;
    }
}

using System.Collections.Immutable;
using System.Globalization;
using System.Numerics;
using TokenAuthz.Engine.Configuration;

namespace TokenAuthz.Connections;

/// <summary>How much of the machine the peers of the listeners of checks may hold.</summary>
/// <param name="Connections">How many connections of checks are open at once; a further one is closed at accept.</param>
/// <param name="ConnectionsPerListener">The same for each listener, so that the peers of one leave room for those of another.</param>
/// <param name="StreamsPerConnection">How many checks are open at once on a connection of HTTP/2.</param>
/// <param name="RequestHeadTime">How long the head of a request, or a TLS handshake, may take.</param>
/// <param name="DiscardedBody">How many bytes of a body that is not checked are read and discarded, so that the answer arrives.</param>
/// <param name="Bodies">How many signed bodies memory holds at once, without short ones.</param>
/// <param name="BodyWait">How long a body waits for its turn.</param>
/// <param name="BodyTime">How long a body may take to arrive once it has its turn.</param>
internal sealed record LimitSettings(
    int Connections,
    int ConnectionsPerListener,
    int StreamsPerConnection,
    TimeSpan RequestHeadTime,
    int DiscardedBody,
    int Bodies,
    TimeSpan BodyWait,
    TimeSpan BodyTime)
{
    /// <summary>How many bytes of a gRPC check are kept beside the body.</summary>
    public const int BesideBody = 1024 * 1024;

    // Measured: an idle connection holds 12 KB, one with TLS 50 KB, half a request with large headers 200 KB.
    private const int MemoryPerConnection = 192 * 1024;

    private const int MaxConnections = 1_000_000;

    // New connections are refused when 35 % of the heap are used. More bodies at once would not be checked sooner: the processor's cache
    // would hold none of them, and a check would take half as long again.
    private const int PartForBodies = 4;
    private const int MaxBodies = 64;

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
        "Limits:StreamsPerConnection",
        1024,
        1,
        10_000,
        "How many checks are open at the same time on a connection of HTTP/2. A gateway may send as many as it likes before it has read " +
            "this number, and those beyond it fail; Envoy's own limit is 1,024.");

    private static readonly Setting<int> Discarded = Setting.Number(
        "Limits:DiscardedBody",
        64 * 1024 * 1024,
        2 * BesideBody,
        int.MaxValue,
        "How many bytes of a body that no policy signs are read and discarded, so that the answer arrives. Set it to more than gateways " +
            "send: the answer to a longer body ends the connection over HTTP, and is a deny over gRPC.");

    private static readonly Setting<int?> BodiesSetting = Setting.Number(
        "Limits:Bodies",
        1,
        MaxConnections,
        "from the memory limit",
        "How many signed bodies beyond 16 KiB memory holds at the same time, so that they need at most so many times `Limits:BodySize`. " +
            "A further one waits. The default is 64, and fewer where these would need more than a quarter of what the heap may hold: 48 " +
            "bodies of 1 MiB with a memory limit of 256 MiB.");

    private static readonly Setting<TimeSpan> WaitSetting = Setting.Duration(
        "Limits:BodyWait",
        TimeSpan.FromMilliseconds(100),
        TimeSpan.Zero,
        TimeSpan.FromMinutes(1),
        "How long a body waits while `Limits:Bodies` others are held. Then its request is denied (`error`). Keep it below the time that " +
            "gateways wait for an answer, 0.2 s in the examples: one that fails open takes a late answer for an allow.");

    private static readonly Setting<TimeSpan> TimeSetting = Setting.Duration(
        "Limits:BodyTime",
        TimeSpan.FromSeconds(5),
        TimeSpan.FromMilliseconds(100),
        TimeSpan.FromMinutes(10),
        "How long a body beyond 16 KiB may take to arrive, so that slow ones do not keep others waiting. Then its request is denied " +
            "(`bad_request`).");

    /// <summary>Describes the settings.</summary>
    public static ImmutableArray<Setting> All { get; } =
        [ConnectionsSetting, PerListener, HeadTime, Streams, Discarded, BodiesSetting, WaitSetting, TimeSetting];

    /// <summary>Reads the settings; mistakes are reported to the section.</summary>
    /// <param name="root">The section that has every setting.</param>
    /// <param name="listeners">How many listeners share the connections.</param>
    /// <param name="bodySize">The longest body that is checked, in bytes.</param>
    public static LimitSettings Read(SettingsSection root, int listeners, int bodySize)
    {
        var memory = GC.GetGCMemoryInfo().TotalAvailableMemoryBytes;
        var connections = root.Read(ConnectionsSetting) ?? DefaultConnections(memory, OpenFiles());
        var perListener = root.Read(PerListener);
        if (perListener > connections)
            root.Reject(PerListener, $"this is more than the {connections} connections that Limits:Connections allows for all listeners");
        var discarded = root.Read(Discarded);
        if (discarded < bodySize + BesideBody)
            root.Reject(Discarded, "a check over gRPC is longer than its body: set this to 1 MiB more than Limits:BodySize, or to more");
        return new(
            connections,
            perListener ?? Math.Max(1, connections / listeners),
            root.Read(Streams),
            root.Read(HeadTime),
            discarded,
            root.Read(BodiesSetting) ?? DefaultBodies(memory, bodySize),
            root.Read(WaitSetting),
            root.Read(TimeSetting));
    }

    /// <summary>As many bodies as a part of memory has room for, and one at least.</summary>
    /// <param name="memory">The bytes that the heap may hold.</param>
    /// <param name="bodySize">The longest body that is checked, in bytes. The pool rounds it up.</param>
    public static int DefaultBodies(long memory, int bodySize) =>
        (int)Math.Clamp(memory / PartForBodies / BitOperations.RoundUpToPowerOf2((uint)bodySize), 1, MaxBodies);

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

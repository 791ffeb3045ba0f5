using System.Collections.Immutable;
using System.Net;
using Prometheus;
using TokenAuthz.Engine.Hosting;
using TokenAuthz.Listeners;
using TokenAuthz.Observability;

namespace TokenAuthz.Refusals;

/// <summary>
/// Counts and logs connections and requests that are refused before there is a check, at most so many lines a second for each reason.
/// </summary>
internal sealed partial class ServerRefusals
{
    private readonly ILogger<ServerRefusals> _logger;
    private readonly Counter _refused;
    private readonly ImmutableArray<SampleLimit> _limits;
    private readonly ImmutableArray<Counter.Child> _suppressed;

    public ServerRefusals(
        ILogger<ServerRefusals> logger, KestrelEvents kestrel, IMetricFactory metrics, CheckSettings settings, TimeProvider time)
    {
        _logger = logger;
        _refused = Metric.RefusedRequests.Counter(metrics);
        _limits = [.. RefusalReasons.All.Select(_ => new SampleLimit(settings.DenialsPerSecond, time))];
        var suppressed = Metric.LogEventsSuppressed.Counter(metrics);
        _suppressed = [.. RefusalReasons.All.Select(reason => suppressed.WithLabels(reason.Code()))];
        kestrel.Refused = (reason, connection, cause) => Refuse(reason, connection?.Listener, connection?.Peer, cause);
    }

    /// <summary>Logs and counts a refusal.</summary>
    /// <param name="reason">The reason.</param>
    /// <param name="listener">The listener; null when the connection is closed already.</param>
    /// <param name="peer">The peer's address.</param>
    /// <param name="cause">The cause; a part in quotes is not logged, because it may be from the request.</param>
    public void Refuse(RefusalReason reason, Listener? listener, EndPoint? peer, string cause)
    {
        var name = listener?.Name ?? "";
        if (_limits[(int)reason].TryTake(out var leftOut)) Log.Refused(_logger, reason.Code(), name, peer, LogText.Cause(cause), leftOut);
        else _suppressed[(int)reason].Inc();
        _refused.WithLabels(name, reason.Code()).Inc();
    }

    private static partial class Log
    {
        [LoggerMessage(
            4,
            LogLevel.Information,
            "Refused {Reason}: listener {Listener}, peer {Peer}, {Detail}; {LeftOut} more since the last such line")]
        public static partial void Refused(ILogger logger, string reason, string listener, EndPoint? peer, string detail, long leftOut);
    }
}

using System.Collections.Immutable;
using Prometheus;
using TokenAuthz.Engine.Checks;
using TokenAuthz.Engine.Hosting;
using TokenAuthz.Listeners;
using TokenAuthz.Signing;

namespace TokenAuthz.Observability;

/// <summary>
/// Logs denials and handshakes, at most so many a second for each reason, with a count of those left out.
/// Neither query nor headers are written, because a token may be in them; nor is a path if some policy's
/// tokens are in paths, because a request that another policy denies may carry one all the same.
/// </summary>
internal sealed partial class DenialLog
{
    private readonly ILogger<DenialLog> _logger;
    // The last one is that of handshakes.
    private readonly ImmutableArray<SampleLimit> _limits;
    private readonly ImmutableArray<Counter.Child> _suppressed;

    public DenialLog(ILogger<DenialLog> logger, IMetricFactory metrics, CheckSettings settings, TimeProvider time)
    {
        var suppressed = Metric.LogEventsSuppressed.Counter(metrics);
        _logger = logger;
        string[] reasons = [.. DenyReasons.All.Select(reason => reason.Code()), Decision.HandshakeReason];
        _limits = [.. reasons.Select(_ => new SampleLimit(settings.DenialsPerSecond, time))];
        _suppressed = [.. reasons.Select(reason => suppressed.WithLabels(reason))];
    }

    /// <summary>Logs a decision that denies, also one in shadow, and one about a handshake.</summary>
    public void Write(string listener, in Decision decision, in CheckedRequest request)
    {
        if (decision.Handshake is { } handshake) WriteHandshake(handshake, listener, decision, request);
        if (decision.Reason is not { } reason || !TryTake((int)reason, out var leftOut)) return;
        var (policy, fault) = (decision.Policy?.Name, decision.Fault is null ? "" : $": {decision.Fault}");
        var (method, host) = (LogText.Method(request.Method), LogText.Host(request.Host));
        var path = LogText.Path(request.Target, decision.Snapshot);
        if (decision.IsAllowed) Log.WouldDeny(_logger, reason.Code(), listener, policy, method, host, path, leftOut, fault);
        else Log.Denied(_logger, reason.Code(), listener, policy, method, host, path, leftOut, fault);
    }

    /// <summary>Logs a failure, which counts as a denial by <see cref="DenyReason.Error"/>.</summary>
    public void Failed(string listener, Exception exception)
    {
        if (TryTake((int)DenyReason.Error, out _)) Log.Failed(_logger, listener, exception);
    }

    private void WriteHandshake(string handshake, string listener, in Decision decision, in CheckedRequest request)
    {
        if (!TryTake(_limits.Length - 1, out var leftOut)) return;
        var (policy, path) = (decision.Policy?.Name, LogText.Path(request.Target, decision.Snapshot));
        var (method, host) = (LogText.Method(request.Method), LogText.Host(request.Host));
        if (decision.IsAllowed) Log.HandshakePassed(_logger, handshake, listener, policy, method, host, path, leftOut, "");
        else Log.HandshakeAnswered(_logger, handshake, listener, policy, method, host, path, leftOut, "");
    }

    private bool TryTake(int reason, out long leftOut)
    {
        if (_limits[reason].TryTake(out leftOut)) return true;
        _suppressed[reason].Inc();
        return false;
    }

    private static partial class Log
    {
        private const string Request =
            ": listener {Listener}, policy {Policy}, {Method} {Host} {Path}; {LeftOut} more since the last such line{Fault}";

        [LoggerMessage(1, LogLevel.Information, "Denied {Reason}" + Request)]
        public static partial void Denied(
            ILogger logger,
            string reason,
            string listener,
            string? policy,
            string method,
            string host,
            string path,
            long leftOut,
            string fault);

        [LoggerMessage(3, LogLevel.Information, "Would deny {Reason} without shadow mode" + Request)]
        public static partial void WouldDeny(
            ILogger logger,
            string reason,
            string listener,
            string? policy,
            string method,
            string host,
            string path,
            long leftOut,
            string fault);

        [LoggerMessage(5, LogLevel.Information, "Answered the handshake {Handshake}" + Request)]
        public static partial void HandshakeAnswered(
            ILogger logger,
            string handshake,
            string listener,
            string? policy,
            string method,
            string host,
            string path,
            long leftOut,
            string fault);

        [LoggerMessage(6, LogLevel.Information, "Passed on the handshake {Handshake}" + Request)]
        public static partial void HandshakePassed(
            ILogger logger,
            string handshake,
            string listener,
            string? policy,
            string method,
            string host,
            string path,
            long leftOut,
            string fault);

        [LoggerMessage(2, LogLevel.Error, "A check on listener {Listener} failed and was denied")]
        public static partial void Failed(ILogger logger, string listener, Exception exception);
    }
}

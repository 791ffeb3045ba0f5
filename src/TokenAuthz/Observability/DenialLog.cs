using Prometheus;
using TokenAuthz.Engine.Checks;
using TokenAuthz.Engine.Hosting;
using TokenAuthz.Listeners;
using TokenAuthz.Refusals;
using TokenAuthz.Signing;

namespace TokenAuthz.Observability;

/// <summary>
/// Logs denials, at most so many a second for each reason, with a count of those left out. Neither the query nor a header
/// is written: a token may be in them; nor is a path where some policy's tokens are in paths, as a request that another policy
/// denies may carry one all the same.
/// </summary>
internal sealed partial class DenialLog
{
    private readonly ILogger<DenialLog> _logger;
    private readonly DecisionEngine _engine;
    private readonly SampleLimit[] _limits;
    private readonly Counter.Child[] _suppressed;

    public DenialLog(ILogger<DenialLog> logger, DecisionEngine engine, IMetricFactory metrics, CheckSettings settings, TimeProvider time)
    {
        var suppressed = SuppressedEvents.Counter(metrics);
        _logger = logger;
        _engine = engine;
        _limits = [.. DenyReasons.All.Select(_ => new SampleLimit(settings.DenialsPerSecond, time))];
        _suppressed = [.. DenyReasons.All.Select(reason => suppressed.WithLabels(reason.Code()))];
    }

    public void Write(string listener, in Decision decision, in CheckedRequest original, string? fault)
    {
        if (!TryTake(decision.Reason, out var leftOut)) return;
        Action<ILogger, string, string, string?, string, string, string, long, string> write = decision.IsAllowed ? Log.WouldDeny : Log.Denied;
        write(
            _logger,
            decision.Reason.Code(),
            listener,
            decision.Policy?.Name,
            LogText.Method(original.Method),
            LogText.Host(original.Host),
            LogText.Path(original.Target, _engine.Snapshot),
            leftOut,
            fault is null ? "" : $": {fault}");
    }

    public void Failed(string listener, Exception exception)
    {
        if (TryTake(DenyReason.Error, out _)) Log.Failed(_logger, listener, exception);
    }

    private bool TryTake(DenyReason reason, out long leftOut)
    {
        if (_limits[(int)reason].TryTake(out leftOut)) return true;
        _suppressed[(int)reason].Inc();
        return false;
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Information, "Denied {Reason}: listener {Listener}, policy {Policy}, {Method} {Host} {Path}; {LeftOut} more since the last such line{Fault}")]
        public static partial void Denied(ILogger logger, string reason, string listener, string? policy, string method, string host, string path, long leftOut, string fault);

        [LoggerMessage(3, LogLevel.Information, "Would deny {Reason} but for the shadow: listener {Listener}, policy {Policy}, {Method} {Host} {Path}; {LeftOut} more since the last such line{Fault}")]
        public static partial void WouldDeny(ILogger logger, string reason, string listener, string? policy, string method, string host, string path, long leftOut, string fault);

        [LoggerMessage(2, LogLevel.Error, "A check on listener {Listener} failed and was denied")]
        public static partial void Failed(ILogger logger, string listener, Exception exception);
    }
}

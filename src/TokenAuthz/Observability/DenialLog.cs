using Microsoft.AspNetCore.Http.Features;
using Prometheus;
using TokenAuthz.Engine;
using TokenAuthz.Settings;
using TokenAuthz.Signing;

namespace TokenAuthz.Observability;

/// <summary>
/// Logs denials, at most so many a second for each reason, with a count of those left out. Neither the query nor a header
/// is written: a token may be in them.
/// </summary>
internal sealed partial class DenialLog
{
    private const int MaxPathLength = 256;
    private const int MaxHostLength = 128;
    private const int MaxMethodLength = 16;

    private readonly ILogger<DenialLog> _logger;
    private readonly SampleLimit[] _limits;
    private readonly Counter.Child[] _suppressed;

    public DenialLog(ILogger<DenialLog> logger, IMetricFactory metrics, ServiceSettings settings, TimeProvider time)
    {
        var suppressed = metrics.CreateCounter("token_authz_log_events_suppressed_total", "Denials that were counted but not logged.", ["reason"]);
        _logger = logger;
        _limits = [.. DenyReasons.All.Select(_ => new SampleLimit(settings.Log.DenialsPerSecond, time))];
        _suppressed = [.. DenyReasons.All.Select(reason => suppressed.WithLabels(reason.Code()))];
    }

    public void Write(string listener, in Decision decision, HttpContext context)
    {
        var index = (int)decision.Reason;
        if (!_limits[index].TryTake(out var leftOut))
        {
            _suppressed[index].Inc();
            return;
        }

        var request = context.Features.GetRequiredFeature<IHttpRequestFeature>();
        Log.Denied(
            _logger,
            decision.Reason.Code(),
            listener,
            decision.Policy?.Name,
            LogText.Escape(request.Method, MaxMethodLength),
            LogText.Escape(request.Headers.Host.ToString(), MaxHostLength),
            LogText.Escape(LogText.PathOf(request.RawTarget), MaxPathLength),
            leftOut);
    }

    public void Failed(string listener, Exception exception) => Log.Failed(_logger, listener, exception);

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Information, "Denied {Reason}: listener {Listener}, policy {Policy}, {Method} {Host} {Path}; {LeftOut} more since the last such line")]
        public static partial void Denied(ILogger logger, string reason, string listener, string? policy, string method, string host, string path, long leftOut);

        [LoggerMessage(2, LogLevel.Error, "A check on listener {Listener} failed and was denied")]
        public static partial void Failed(ILogger logger, string listener, Exception exception);
    }
}

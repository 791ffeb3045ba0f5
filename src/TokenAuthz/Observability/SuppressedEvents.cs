using Prometheus;

namespace TokenAuthz.Observability;

/// <summary>Counts denials and refusals that the log leaves out, because their reason has used up its lines of the second.</summary>
internal static class SuppressedEvents
{
    public static Counter Counter(IMetricFactory metrics) =>
        metrics.CreateCounter("token_authz_log_events_suppressed_total", "Denials and refusals that were counted but not logged.", ["reason"]);
}

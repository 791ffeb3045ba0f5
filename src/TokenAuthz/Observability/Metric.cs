using System.Collections.Immutable;
using Prometheus;

namespace TokenAuthz.Observability;

/// <summary>Declares one metric. <c>/metrics</c> and <c>docs/metrics.md</c> show what stands here.</summary>
/// <param name="Name">The name, with the unit at its end.</param>
/// <param name="Kind">The type.</param>
/// <param name="Help">What it counts or measures, in one sentence.</param>
/// <param name="Labels">The names of its labels. Their values are from the configuration or from a closed set, never from a client.</param>
internal sealed record Metric(string Name, MetricKind Kind, string Help, params ImmutableArray<string> Labels)
{
    // In seconds, from 10 µs to 0.1 s.
    private static readonly double[] DurationBuckets = Prometheus.Histogram.PowersOfTenDividedBuckets(-5, -1, 4);

    public static readonly Metric Decisions = new(
        "token_authz_decisions_total", MetricKind.Counter, "Checks by their decision.", "listener", "policy", "decision", "reason");

    public static readonly Metric DecisionDuration = new(
        "token_authz_decision_duration_seconds", MetricKind.Histogram, "Time to decide, without the server's own.", "listener");

    public static readonly Metric KeyUses = new(
        "token_authz_key_uses_total", MetricKind.Counter, "Allowed checks by the key that signed the request.", "key_id");

    public static readonly Metric SchemeUses = new(
        "token_authz_scheme_uses_total",
        MetricKind.Counter,
        "Allowed checks of policies with several schemes, by the scheme of the token.",
        "policy",
        "scheme");

    public static readonly Metric ShadowDisagreements = new(
        "token_authz_shadow_disagreements_total",
        MetricKind.Counter,
        "Requests that a policy of the mode Shadow let pass and would deny.",
        "policy");

    public static readonly Metric RefusedRequests = new(
        "token_authz_refused_requests_total",
        MetricKind.Counter,
        "Connections and requests that were refused before there was a check.",
        "listener",
        "reason");

    public static readonly Metric Bodies = new(
        "token_authz_bodies",
        MetricKind.Gauge,
        "Signed bodies beyond 16 KiB that memory holds now, and those that wait because these are as many as Limits:Bodies allows.",
        "state");

    public static readonly Metric BodyWaits = new(
        "token_authz_body_waits_total",
        MetricKind.Counter,
        "Signed bodies that had to wait, by what came of it: read or refused.",
        "result");

    public static readonly Metric ReloadSuccessful = new(
        "token_authz_config_last_reload_successful",
        MetricKind.Gauge,
        "Whether all files of the configuration loaded as they stand now: 1 or 0.");

    public static readonly Metric ReloadSuccessTimestamp = new(
        "token_authz_config_last_reload_success_timestamp_seconds",
        MetricKind.Gauge,
        "When the configuration in force was read, Unix time.");

    public static readonly Metric LastLookTimestamp = new(
        "token_authz_config_last_look_timestamp_seconds",
        MetricKind.Gauge,
        "When the service last looked for changed files, Unix time.");

    public static readonly Metric RestartNeeded = new(
        "token_authz_config_restart_needed",
        MetricKind.Gauge,
        "Whether a changed setting waits for a restart: 1 or 0.");

    public static readonly Metric KeyInfo = new(
        "token_authz_key_info",
        MetricKind.Gauge,
        "The keys in force; always 1. A key that is not in force has no series, a secret no fingerprint.",
        "key_id",
        "kind",
        "fingerprint");

    public static readonly Metric UnitReloadSuccessful = new(
        "token_authz_unit_last_reload_successful",
        MetricKind.Gauge,
        "Whether the files of a configuration unit loaded as they stand now: 1 or 0, also 0 when there is none.",
        "unit");

    public static readonly Metric UnitReloadSuccessTimestamp = new(
        "token_authz_unit_last_reload_success_timestamp_seconds",
        MetricKind.Gauge,
        "When the state of a configuration unit that is in force was read, " +
            "Unix time; 0 when there is none, so that its requests are denied.",
        "unit");

    public static readonly Metric UnitPolicies = new(
        "token_authz_unit_policies", MetricKind.Gauge, "How many policies of a configuration unit are in force.", "unit");

    public static readonly Metric KeyExpiry = new(
        "token_authz_key_expiry_timestamp_seconds",
        MetricKind.Gauge,
        "When a key ends, Unix time. A key without an end has no series.",
        "key_id");

    public static readonly Metric CertificateExpiry = new(
        "token_authz_certificate_expiry_timestamp_seconds",
        MetricKind.Gauge,
        "When the first certificate of a file ends, Unix time: `server` with the intermediate ones, or `client_ca`.",
        "listener",
        "file");

    public static readonly Metric LogEventsSuppressed = new(
        "token_authz_log_events_suppressed_total",
        MetricKind.Counter,
        "Denials and refusals that were counted but not logged, because their reason had used up its lines of the second.",
        "reason");

    public static readonly Metric LogEventsDropped = new(
        "token_authz_log_events_dropped_total",
        MetricKind.Counter,
        "Log events that were dropped because the output did not keep up.");

    public static readonly Metric BuildInfo = new("token_authz_build_info", MetricKind.Gauge, "The running version; always 1.", "version");

    /// <summary>Every metric, in the order of the documentation.</summary>
    public static ImmutableArray<Metric> All { get; } =
    [
        Decisions, DecisionDuration, KeyUses, SchemeUses, ShadowDisagreements, RefusedRequests, Bodies, BodyWaits, ReloadSuccessful,
        ReloadSuccessTimestamp, LastLookTimestamp, RestartNeeded, UnitReloadSuccessful,
        UnitReloadSuccessTimestamp, UnitPolicies, KeyInfo, KeyExpiry, CertificateExpiry, LogEventsSuppressed,
        LogEventsDropped, BuildInfo,
    ];

    public Counter Counter(IMetricFactory factory) => factory.CreateCounter(Name, Help, [.. Labels]);

    public Gauge Gauge(IMetricFactory factory) => factory.CreateGauge(Name, Help, [.. Labels]);

    public Histogram Histogram(IMetricFactory factory) =>
        factory.CreateHistogram(Name, Help, [.. Labels], new HistogramConfiguration { Buckets = DurationBuckets });
}

using System.Collections.Immutable;
using System.Text.RegularExpressions;
using TokenAuthz.EnvoyModule;
using TokenAuthz.Observability;

namespace TokenAuthz.Tests.Observability;

/// <summary>What the service tells in its metrics, the module tells in Envoy's statistics, or docs/envoy-module.md says why not.</summary>
public static partial class StatisticParityTests
{
    private static readonly ImmutableArray<(Metric Metric, string InEnvoy)> Counterparts =
    [
        (Metric.Decisions, "`token_authz_allowed`, `token_authz_allowed_no_token`, `token_authz_denied_REASON`, " +
            "`token_authz_handshake_answered`, "
            + "`token_authz_handshake_passed`, without the policy: Envoy finds a counter by its labels in more time than a check takes"),
        (Metric.DecisionDuration, "none: two reads of the clock and Envoy's histogram would add a third to a check, and Envoy measures "
            + "whole requests itself"),
        (Metric.KeyUses, "`token_authz_key_uses`"),
        (Metric.SchemeUses, "`token_authz_scheme_uses`"),
        (Metric.ShadowDisagreements, "`token_authz_shadowed_REASON`, without the policy"),
        (Metric.RefusedRequests, "none: Envoy refuses connections and requests itself, and counts them (`http.*.downstream_*`)"),
        (Metric.Bodies, "none: bodies are in Envoy's own buffers"),
        (Metric.BodyWaits, "none: no body waits, because Envoy's buffers are not shared"),
        (Metric.ReloadSuccessful, "`token_authz_config_last_reload_successful`"),
        (Metric.ReloadSuccessTimestamp, "`token_authz_config_last_reload_success_timestamp_seconds`"),
        (Metric.LastLookTimestamp, "`token_authz_config_last_look_timestamp_seconds`"),
        (Metric.RestartNeeded, "`token_authz_config_restart_needed`"),
        (Metric.UnitReloadSuccessful, "`token_authz_unit_last_reload_successful`"),
        (Metric.UnitReloadSuccessTimestamp, "none: Envoy's log says when a unit loads"),
        (Metric.UnitPolicies, "none: Envoy's log says how many policies a unit has when it loads"),
        (Metric.KeyInfo, "`token_authz_key_info`, without kind and fingerprint"),
        (Metric.KeyExpiry, "`token_authz_key_expiry_timestamp_seconds`"),
        (Metric.CertificateExpiry, "none: the module has no port, and Envoy counts the days of its own certificates"),
        (Metric.LogEventsSuppressed, "`token_authz_log_events_suppressed_REASON`"),
        (Metric.LogEventsDropped, "none: Envoy's log drops no message"),
        (Metric.BuildInfo, "`token_authz_build_info`"),
    ];

    [Fact]
    public static void Every_metric_of_the_service_has_a_counterpart_or_a_reason()
    {
        Assert.Equal(Metric.All, Counterparts.Select(row => row.Metric));
        Assert.All(
            Counterparts, row => Assert.NotEqual(row.InEnvoy.StartsWith("none: ", StringComparison.Ordinal), Names(row.InEnvoy).Any()));
    }

    [Fact]
    public static void Every_counterpart_is_a_statistic_with_the_metrics_labels_of_keys()
    {
        foreach (var (metric, inEnvoy) in Counterparts)
        {
            foreach (var name in Names(inEnvoy))
            {
                var statistic = Assert.Single(Statistic.All, statistic => statistic.Name == name);
                Assert.Equal(metric.Kind is MetricKind.Gauge, statistic.IsGauge);
                Assert.Equal(metric.Labels.Contains("key_id"), statistic.Labels.Contains("key_id"));
            }
        }
    }

    [Fact]
    public static void The_page_says_what_is_where() => GeneratedPage.AssertHas(
        "docs/envoy-module.md",
        [
            "| metric of the service | statistic of Envoy |",
            "| --- | --- |",
            .. Counterparts.Select(row => $"| `{row.Metric.Name}` | {row.InEnvoy} |"),
        ]);

    private static IEnumerable<string> Names(string text) => Name().Matches(text).Select(match => match.Groups[1].Value);

    [GeneratedRegex("`(token_authz_\\w+)`")]
    private static partial Regex Name();
}

using System.Reflection;
using System.Text.RegularExpressions;
using Microsoft.Extensions.Logging;
using TokenAuthz.EnvoyModule;
using TokenAuthz.Observability;
using TokenAuthz.Tests.Service;

namespace TokenAuthz.Tests.Observability;

/// <summary>docs/metrics.md lists the metrics, statistics and log events that there are.</summary>
public static partial class MetricsPageTests
{
    private const string Page = "docs/metrics.md";

    [Fact]
    public static void Lists_every_metric_of_the_service() => GeneratedPage.AssertHas(
        Page,
        [
            "| metric | type | labels | meaning |",
            "| --- | --- | --- | --- |",
            .. Metric.All.Select(metric => $"| `{metric.Name}` | {TypeOf(metric)} | {Words(metric.Labels)} | {metric.Help} |"),
        ]);

    [Fact]
    public static void Lists_every_statistic_of_the_check_inside_Envoy() => GeneratedPage.AssertHas(
        Page,
        [
            "| statistic | type | labels | meaning |",
            "| --- | --- | --- | --- |",
            .. Statistic.All.Select(it => $"| `{it.Name}` | {TypeOf(it)} | {Words(it.Labels)} | {it.Meaning} |"),
        ]);

    [Fact]
    public static void Lists_every_event_of_the_log() => GeneratedPage.AssertHas(
        Page,
        [
            "| event | level | message |",
            "| --- | --- | --- |",
            .. LogEvents.Select(log => $"| {log.EventId} | {log.Level} | {log.Message} |"),
        ]);

    [Fact]
    public static void Explains_every_field_of_the_log_and_no_other() => Assert.Equal(
        LogEvents.SelectMany(log => Field().Matches(log.Message)).Select(field => field.Groups[1].Value).Distinct().Order(),
        MarkdownTable.Names(Page, "field").Distinct().Order());

    [Fact]
    public static void Gives_every_event_of_the_log_a_number_of_its_own() => Assert.Distinct(LogEvents.Select(log => log.EventId));

    [Fact]
    public static async Task Declares_what_the_admin_port_shows()
    {
        await using var service = RunningService.Start("Keys:0:Id=a", "Keys:0:Value=a-key-5d1c", "Keys:0:NotAfter=2099-01-01T00:00:00Z");
        (await service.CheckAsync("/", Token.Line("/", "a-key-5d1c"))).AssertAllowed();
        (await service.CheckAsync("/")).AssertDenied("missing_token");

        var shown = (await service.AdminAsync("/metrics")).Body;

        Assert.Equal(
            Metric.All.Select(metric => $"{metric.Name} {TypeOf(metric)}: {metric.Help}").Order(StringComparer.Ordinal),
            Help().Matches(shown)
                .Select(match => $"{match.Groups[1].Value} {match.Groups[3].Value}: {match.Groups[2].Value}")
                .Order(StringComparer.Ordinal));
        var labels = Labels().Match(shown).Groups[1].Value.Split(',').Select(label => label.Split('=')[0]);
        Assert.Equal(Metric.Decisions.Labels, labels);
    }

    private static IEnumerable<LoggerMessageAttribute> LogEvents { get; } =
    [
        .. typeof(TokenAuthzService).Assembly.GetTypes()
            .SelectMany(type => type.GetMethods(BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic))
            .Select(method => method.GetCustomAttribute<LoggerMessageAttribute>()).OfType<LoggerMessageAttribute>()
            .OrderBy(log => log.EventId),
    ];

    private static string TypeOf(Metric metric) => $"{metric.Kind}".ToLowerInvariant();

    private static string TypeOf(Statistic statistic) => statistic.IsGauge ? "gauge" : "counter";

    private static string Words(IEnumerable<string> words) => string.Join(", ", words.Select(word => $"`{word}`"));

    [GeneratedRegex("^# HELP (\\S+) (.*)\n# TYPE \\S+ (\\w+)$", RegexOptions.Multiline)]
    private static partial Regex Help();

    [GeneratedRegex("{([A-Za-z]+)}")]
    private static partial Regex Field();

    [GeneratedRegex("^token_authz_decisions_total{(.*)}", RegexOptions.Multiline)]
    private static partial Regex Labels();
}

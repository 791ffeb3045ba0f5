using System.Text.Json;
using System.Text.RegularExpressions;

namespace TokenAuthz.EndToEnd.Monitoring;

/// <summary>
/// The chart's queries, asked of a real Prometheus about the real service: a name or a label that the service does not
/// have yields nothing, and says nothing of it.
/// </summary>
public sealed partial class QueryTests(MonitoringFixture fixture) : IClassFixture<MonitoringFixture>
{
    public static TheoryData<string, string> Panels { get; } = ReadPanels();

    [Theory]
    [MemberData(nameof(Panels))]
    public async Task The_dashboard_has_data_in(string panel, string query)
    {
        var asked = query.Replace("$namespace", PrometheusServer.Namespace, StringComparison.Ordinal).Replace(
            "$__rate_interval", "30s", StringComparison.Ordinal);

        await UntilItYieldsAsync(panel, asked);
    }

    [Fact]
    public async Task The_dashboard_finds_its_namespaces()
    {
        var prometheus = fixture.Prometheus;
        await Poll.UntilAsync("the namespace is found", async () =>
            (await prometheus.AskAsync("label/namespace/values?match[]=token_authz_build_info"))
                .EnumerateArray()
                .Select(value => value.GetString())
                .SequenceEqual([PrometheusServer.Namespace]));
    }

    [Fact]
    public async Task Every_alert_is_evaluated_and_its_expression_is_about_something()
    {
        var prometheus = fixture.Prometheus;
        JsonElement[] rules = [];
        await Poll.UntilAsync("the rules were evaluated", async () =>
        {
            rules = [.. (await prometheus.AskAsync("rules?type=alert"))
                .GetProperty("groups")
                .EnumerateArray()
                .SelectMany(group => group.GetProperty("rules").EnumerateArray())];
            return rules.Length > 0 && rules.All(rule => rule.GetProperty("health").GetString() != "unknown");
        });

        foreach (var rule in rules)
        {
            var name = rule.GetProperty("name").GetString()!;
            Expect.Equal("ok", rule.GetProperty("health").GetString(), $"{name}: {rule}");
            // With `bool` a comparison says 0 or 1 of each series that it would filter. What is absent is always about something.
            await UntilItYieldsAsync(name, Threshold.Replace(Absent.Replace(rule.GetProperty("query").GetString()!, ""), "$1 bool $2"));
        }
    }

    [GeneratedRegex(@"(==|[<>]=?) ([0-9.])")]
    private static partial Regex Threshold { get; }

    [GeneratedRegex(@" or absent\([^)]*\)")]
    private static partial Regex Absent { get; }

    private static TheoryData<string, string> ReadPanels()
    {
        using var dashboard = JsonDocument.Parse(File.ReadAllText(Path.Combine(ChartRules.Chart, "files", "dashboard.json")));
        var queries =
            from panel in dashboard.RootElement.GetProperty("panels").EnumerateArray()
            where panel.TryGetProperty("targets", out _)
            from target in panel.GetProperty("targets").EnumerateArray()
            select (panel.GetProperty("title").GetString()!, target.GetProperty("expr").GetString()!);
        return [.. queries];
    }

    private async Task UntilItYieldsAsync(string name, string query)
    {
        var prometheus = fixture.Prometheus;
        IReadOnlyList<(string Labels, double Value)> series = [];
        await Poll.UntilAsync(
            $"{name} yields numbers",
            async () => (series = await prometheus.QueryAsync(query)).Count > 0 && series.All(one => double.IsFinite(one.Value)),
            () => $"{query}: {string.Join(' ', series)}");
    }
}

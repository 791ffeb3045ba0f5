using System.Net;

namespace TokenAuthz.EndToEnd.Harness;

/// <summary>The metrics of a service, which its admin port shows.</summary>
internal sealed class ServiceMetrics(IPEndPoint admin)
{
    /// <summary>How many checks the service decided so: <c>allow</c> or <c>deny</c>.</summary>
    public Task<int> DecisionsAsync(string decision) => CountAsync("token_authz_decisions_total{", $"decision=\"{decision}\"");

    /// <summary>The sum of a metric's series that have a label.</summary>
    /// <param name="series">The beginning of the series: the metric's name.</param>
    /// <param name="label">A label: <c>reason="error"</c>.</param>
    public async Task<int> CountAsync(string series, string label = "") => Samples.Parse(await ReadAsync()).Sum(series, label);

    /// <summary>The lines of the metrics that begin with a text.</summary>
    public async Task<string[]> LinesAsync(string metric) =>
        [.. (await ReadAsync()).Split('\n').Where(line => line.StartsWith(metric, StringComparison.Ordinal))];

    private async Task<string> ReadAsync() => (await RawHttp.SendAsync(admin, RawHttp.Request("GET", "/metrics"))).Body;
}

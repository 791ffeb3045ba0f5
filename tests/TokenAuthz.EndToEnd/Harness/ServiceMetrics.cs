using System.Globalization;
using System.Net;

namespace TokenAuthz.EndToEnd.Harness;

/// <summary>What a service counts, as it says on its admin port.</summary>
internal sealed class ServiceMetrics(IPEndPoint admin)
{
    /// <summary>How many checks it decided so: <c>allow</c> or <c>deny</c>.</summary>
    public Task<int> DecisionsAsync(string decision) => CountAsync("token_authz_decisions_total{", $"decision=\"{decision}\"");

    /// <summary>The sum of a metric's series that have a label.</summary>
    /// <param name="metric">How its lines begin.</param>
    /// <param name="label">What is in them: <c>reason="error"</c>.</param>
    public async Task<int> CountAsync(string metric, string label = "") =>
        (await LinesAsync(metric)).Where(line => line.Contains(label, StringComparison.Ordinal)).Sum(line => int.Parse(line.Split(' ')[^1], CultureInfo.InvariantCulture));

    /// <summary>The lines of the metrics that begin so.</summary>
    public async Task<string[]> LinesAsync(string metric)
    {
        var metrics = await RawHttp.SendAsync(admin, RawHttp.Request("GET", "/metrics", token: null));
        return [.. metrics.Body.Split('\n').Where(line => line.StartsWith(metric, StringComparison.Ordinal))];
    }
}

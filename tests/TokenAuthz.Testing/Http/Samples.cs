using System.Collections.Immutable;
using System.Globalization;

namespace TokenAuthz.Testing.Http;

/// <summary>One scrape of the metrics, by series: <c>name{label="value"}</c>.</summary>
internal sealed record Samples(ImmutableDictionary<string, double> Values)
{
    /// <summary>A series' value; a series that is not there has not counted yet.</summary>
    public double this[string series] => Values.GetValueOrDefault(series);

    /// <summary>The allows of the only listener by its only policy.</summary>
    public static string Allowed { get; } =
        """token_authz_decisions_total{listener="ext-authz",policy="default",decision="allow",reason=""}""";

    public static Samples Parse(string text) => new(
        text.Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Where(line => line[0] != '#')
            .ToImmutableDictionary(
                line => line[..line.LastIndexOf(' ')],
                line => double.Parse(line[(line.LastIndexOf(' ') + 1)..], CultureInfo.InvariantCulture)));

    /// <summary>The denials of the only listener for a reason.</summary>
    public static string Denied(string reason, string policy = "default") =>
        $$"""token_authz_decisions_total{listener="ext-authz",policy="{{policy}}",decision="deny",reason="{{reason}}"}""";

    /// <summary>The requests that the server refused before there was a check.</summary>
    public static string Refused(string reason, string listener = "ext-authz") =>
        $$"""token_authz_refused_requests_total{listener="{{listener}}",reason="{{reason}}"}""";

    /// <summary>The sum of the series that begin with a text and have a label: <c>reason="error"</c>.</summary>
    public int Sum(string series, string label = "") =>
        (int)Values.Where(sample => sample.Key.StartsWith(series, StringComparison.Ordinal)
            && sample.Key.Contains(label, StringComparison.Ordinal)).Sum(sample => sample.Value);
}

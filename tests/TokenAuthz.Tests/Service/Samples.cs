using System.Collections.Immutable;
using System.Globalization;

namespace TokenAuthz.Tests.Service;

/// <summary>One scrape of the metrics, by series: <c>name{label="value"}</c>.</summary>
internal sealed record Samples(ImmutableDictionary<string, double> Values)
{
    /// <summary>A series' value; one that is not there has not counted yet.</summary>
    public double this[string series] => Values.GetValueOrDefault(series);

    public static Samples Parse(string text) => new(
        text.Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Where(line => line[0] != '#')
            .ToImmutableDictionary(line => line[..line.LastIndexOf(' ')], line => double.Parse(line[(line.LastIndexOf(' ') + 1)..], CultureInfo.InvariantCulture)));

    /// <summary>The decisions' series of the only listener.</summary>
    public static string Denied(string reason, string policy = "default") =>
        $$"""token_authz_decisions_total{listener="ext-authz",policy="{{policy}}",decision="deny",reason="{{reason}}"}""";

    /// <summary>The allows' series of the only listener.</summary>
    public static string Allowed { get; } = """token_authz_decisions_total{listener="ext-authz",policy="default",decision="allow",reason=""}""";

    /// <summary>The series of what the server itself refused.</summary>
    public static string Refused(string reason, string listener = "ext-authz") => $$"""token_authz_refused_requests_total{listener="{{listener}}",reason="{{reason}}"}""";
}

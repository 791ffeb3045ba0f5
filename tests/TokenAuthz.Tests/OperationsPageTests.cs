using System.Text.RegularExpressions;
using TokenAuthz.Refusals;

namespace TokenAuthz.Tests;

/// <summary>The pages for operators name what the service and the chart raise.</summary>
public static partial class OperationsPageTests
{
    [Fact]
    public static void Names_every_alert_of_the_chart_and_no_other()
    {
        var alerts =
            Alert().Matches(Repository.Read("charts/token-authz/templates/prometheusrule.yaml")).Select(match => match.Groups[1].Value);

        // Each has a section, to which the alert's runbook_url leads.
        var sections = AlertSection().Matches(Repository.Read("docs/operations.md")).Select(match => match.Groups[1].Value);
        Assert.Equal(alerts.Order(StringComparer.Ordinal), sections.Order(StringComparer.Ordinal));
    }

    [Fact]
    public static void Names_every_reason_of_a_refusal() =>
        Assert.Empty(RefusalReasons.All.Select(reason => reason.Code()).Except(Rows("docs/gateways.md")));

    // What is in backticks in the first column of the page's tables.
    private static IEnumerable<string> Rows(string page) =>
        Repository.Read(page).Split('\n').Where(line => line.StartsWith("| `", StringComparison.Ordinal))
            .SelectMany(line => Name().Matches(line.Split('|')[1])).Select(match => match.Groups[1].Value);

    [GeneratedRegex(@"alert: (\w+)")]
    private static partial Regex Alert();

    [GeneratedRegex(@"^### (TokenAuthz\w+)$", RegexOptions.Multiline)]
    private static partial Regex AlertSection();

    [GeneratedRegex("`([^`]+)`")]
    private static partial Regex Name();
}

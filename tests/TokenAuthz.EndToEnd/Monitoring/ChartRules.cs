namespace TokenAuthz.EndToEnd.Monitoring;

/// <summary>The chart's PrometheusRule as Prometheus itself reads it.</summary>
internal static class ChartRules
{
    /// <summary>The retired key that the rules are about.</summary>
    public const string RetiredKey = "2026-08";

    public static string Chart { get; } = Path.Combine(AppContext.BaseDirectory, "charts", "token-authz");

    /// <summary>Renders the groups of rules: what the object has below <c>spec</c>.</summary>
    public static async Task<string> RenderAsync()
    {
        var rendered = await Command.RunAsync(
            "helm", "template", "token-authz", Chart, "--namespace", PrometheusServer.Namespace, "--show-only",
            "templates/prometheusrule.yaml",
            "--set", $"keys.existingSecret=keys,prometheusRule.enabled=true,prometheusRule.retiredKeys={{{RetiredKey}}}");
        var lines = rendered.Split('\n');
        return string.Join('\n', lines.SkipWhile(line => line != "spec:").Skip(1).Select(line => line.Length > 2 ? line[2..] : ""));
    }
}

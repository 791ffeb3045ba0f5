using System.Text.Json.Nodes;

namespace TokenAuthz.EndToEnd.Harness;

/// <summary>Writes settings as the JSON of a configuration file.</summary>
internal static class SettingsJson
{
    /// <summary>Writes JSON on one line.</summary>
    /// <param name="settings">Each as <c>Keys:0:Id=a</c>; entries of lists are named by their
    /// numbers, which reads the same. Without a key among them it is the documentation's.</param>
    public static string Of(IEnumerable<string> settings)
    {
        var root = new JsonObject();
        foreach (var setting in WithKey([.. settings]))
            Set(root, setting[..setting.IndexOf('=', StringComparison.Ordinal)].Split(':'),
                setting[(setting.IndexOf('=', StringComparison.Ordinal) + 1)..]);
        return new JsonObject { ["TokenAuthz"] = root }.ToJsonString();
    }

    // The environment Development gives the service this key; the check inside Envoy has no environment.
    private static string[] WithKey(string[] settings) =>
    [
        .. settings,
        .. settings.Any(
            setting => setting.StartsWith("Keys:", StringComparison.Ordinal) || setting.StartsWith("Secret=", StringComparison.Ordinal))
            ? []
            : new[] { "Secret=secret" },
        .. settings.Any(setting => setting.StartsWith("AllowWeakKeys=", StringComparison.Ordinal)) ? [] : new[] { "AllowWeakKeys=true" },
    ];

    private static void Set(JsonObject section, string[] path, string value)
    {
        foreach (var name in path[..^1]) section = (JsonObject)(section[name] ??= new JsonObject());
        section[path[^1]] = value;
    }
}

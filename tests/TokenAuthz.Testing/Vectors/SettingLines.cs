using System.Globalization;
using System.Text.Json;

namespace TokenAuthz.Testing.Vectors;

/// <summary>Writes settings in JSON as lines: <c>Token:0=query:sig={sig}</c>.</summary>
internal static class SettingLines
{
    public static IEnumerable<string> Of(JsonElement settings, string path = "") => settings.ValueKind switch
    {
        JsonValueKind.Object => settings.EnumerateObject().SelectMany(member => Of(member.Value, Below(path, member.Name))),
        JsonValueKind.Array => settings.EnumerateArray()
            .SelectMany((item, i) => Of(item, Below(path, i.ToString(CultureInfo.InvariantCulture)))),
        _ => [$"{path}={settings}"],
    };

    private static string Below(string path, string name) => path.Length == 0 ? name : $"{path}:{name}";
}

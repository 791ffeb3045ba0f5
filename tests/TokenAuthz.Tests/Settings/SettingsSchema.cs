using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using TokenAuthz.Engine.Configuration;

namespace TokenAuthz.Tests.Settings;

/// <summary>Writes settings as JSON schema, draft 7.</summary>
/// <param name="nameOf">How a setting's name is written.</param>
internal sealed partial class SettingsSchema(Func<string, string> nameOf)
{
    /// <summary>The draft that Helm and editors know.</summary>
    public const string Draft = "http://json-schema.org/draft-07/schema#";

    private const string NamePattern = "^[A-Za-z0-9._-]{1,64}$";
    private const string DurationPattern = @"^([0-9]+\.)?[0-9]{2}:[0-9]{2}:[0-9]{2}(\.[0-9]{1,7})?$";

    /// <summary>A section, or an entry of a list or a map.</summary>
    public JsonObject Section(SettingsTree section)
    {
        var schema = new JsonObject { ["type"] = "object", ["additionalProperties"] = false };
        string[] required =
            [.. section.Children.Where(child => child.Setting is { IsRequired: true }).Select(child => nameOf(child.Name))];
        if (required.Length > 0) schema["required"] = Array(required);
        var properties = section.Children.Select(child => KeyValuePair.Create(nameOf(child.Name), (JsonNode?)Of(child)));
        schema["properties"] = new JsonObject(properties);
        return schema;
    }

    /// <summary>A setting or a section.</summary>
    public JsonObject Of(SettingsTree tree)
    {
        if (tree.Setting is not { } setting) return Section(tree);
        var schema = new JsonObject { ["description"] = Link().Replace(setting.Meaning, "$1") };
        foreach (var (name, value) in Value(setting, tree).ToArray()) schema[name] = value?.DeepClone();
        if (setting.Default is { } text) schema["default"] = Parse(setting.Kind, text);
        return schema;
    }

    /// <summary>A list of texts.</summary>
    public static JsonArray Array(IEnumerable<string> texts) => [.. texts.Select(text => (JsonNode)text)];

    private JsonObject Value(Setting setting, SettingsTree tree) => setting.Kind switch
    {
        SettingKind.Text when setting.Choices.Length > 0 => new() { ["enum"] = Array(setting.Choices) },
        SettingKind.Text or SettingKind.Secret => Text(setting.Pattern),
        SettingKind.Name => Text(NamePattern),
        SettingKind.Bool => new() { ["type"] = "boolean" },
        SettingKind.Number => new()
        {
            ["type"] = "integer",
            ["minimum"] = Parse(setting.Kind, setting.Limits!.Value.Min),
            ["maximum"] = Parse(setting.Kind, setting.Limits.Value.Max),
        },
        SettingKind.Duration => Text(DurationPattern),
        SettingKind.Instant => new() { ["type"] = "string", ["format"] = "date-time" },
        SettingKind.Choice => new() { ["enum"] = Array(setting.Choices) },
        SettingKind.Strings => new()
        {
            ["oneOf"] = new JsonArray(Text(setting.Pattern), new JsonObject { ["type"] = "array", ["items"] = Text(setting.Pattern) }),
        },
        SettingKind.StringsByName => new()
        {
            ["type"] = "object",
            ["additionalProperties"] = new JsonObject
            {
                ["oneOf"] = new JsonArray(Text(setting.Pattern), new JsonObject { ["type"] = "array", ["items"] = Text(setting.Pattern) }),
            },
        },
        SettingKind.List => new() { ["type"] = "array", ["items"] = Section(tree) },
        SettingKind.Map => new() { ["type"] = "object", ["propertyNames"] = Text(NamePattern), ["additionalProperties"] = Section(tree) },
        SettingKind.Elsewhere => [],
        _ => throw new ArgumentOutOfRangeException(nameof(setting), setting.Kind, "No schema has it."),
    };

    private static JsonObject Text(string? pattern) =>
        pattern is null ? new() { ["type"] = "string", ["minLength"] = 1 } : new() { ["type"] = "string", ["pattern"] = pattern };

    private static JsonNode Parse(SettingKind kind, string text) => kind switch
    {
        SettingKind.Bool => bool.Parse(text),
        SettingKind.Number => int.Parse(text, CultureInfo.InvariantCulture),
        _ => text,
    };

    // An editor shows a description as it stands.
    [GeneratedRegex(@"\[([^\]]+)\]\([^)]+\)")]
    private static partial Regex Link();
}

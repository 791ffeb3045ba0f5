using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using TokenAuthz.Signing.Schemes;

namespace TokenAuthz.Signing.Presets;

/// <summary>
/// Settings of a scheme in JSON, in the form that the configuration has. They come with the library, so that a mistake in them is a
/// defect and throws.
/// </summary>
internal sealed class PresetSettings : ISettingSource
{
    private readonly JsonElement _json;

    private PresetSettings(JsonElement json) => _json = json;

    /// <summary>Reads the settings of a scheme.</summary>
    /// <param name="json">The settings, by their names.</param>
    /// <param name="whenAbsent">The scheme whose value a setting keeps when it is not there.</param>
    /// <exception cref="FormatException">There is no such setting, or a value is not of its kind.</exception>
    public static SchemeDefinition Read(JsonElement json, SchemeDefinition whenAbsent)
    {
        CheckNames(json);
        return SchemeSettings.Read(new PresetSettings(json), whenAbsent);
    }

    public string? Text(string name) => _json.TryGetProperty(name, out var value) ? value.GetString() : null;

    public string? Secret(string name) => Text(name);

    public bool Bool(string name, bool whenAbsent) => _json.TryGetProperty(name, out var value) ? value.GetBoolean() : whenAbsent;

    // Compiling the scheme checks the limits.
    public int Number(string name, int whenAbsent, int min, int max) =>
        _json.TryGetProperty(name, out var value) ? value.GetInt32() : whenAbsent;

    public TimeSpan Duration(string name, TimeSpan whenAbsent, TimeSpan min, TimeSpan max) =>
        Text(name) is { } text ? TimeSpan.ParseExact(text, "c", CultureInfo.InvariantCulture) : whenAbsent;

    public string Choice(string name, string whenAbsent, params ReadOnlySpan<string> words)
    {
        var text = Text(name) ?? whenAbsent;
        return words.Contains(text) ? text : throw new FormatException($"{name} is not {text} but one of {string.Join(", ", words!)}");
    }

    public ImmutableArray<string> Strings(string name) =>
        _json.TryGetProperty(name, out var value) ? TextsOf(value) : [];

    public ImmutableArray<KeyValuePair<string, ImmutableArray<string>>> Map(string name) =>
        [.. MembersOf(name).Select(entry => KeyValuePair.Create(entry.Name, TextsOf(entry.Value)))];

    public ImmutableArray<KeyValuePair<string, ISettingSource>> Sections(string name) =>
        [.. MembersOf(name).Select(entry => KeyValuePair.Create<string, ISettingSource>(entry.Name, new PresetSettings(entry.Value)))];

    private static void CheckNames(JsonElement json)
    {
        foreach (var property in json.EnumerateObject())
        {
            if (property.Name == SchemeSettings.Forms)
            {
                foreach (var form in property.Value.EnumerateObject()) CheckNames(form.Value);
            }
            else if (property.Name == SchemeSettings.Handshakes)
            {
                foreach (var handshake in property.Value.EnumerateObject()) CheckNamesOfHandshake(handshake.Value);
            }
            else if (!SchemeSettings.All.Any(setting => setting.Name == property.Name))
            {
                throw new FormatException($"a scheme has no setting {property.Name}");
            }
        }
    }

    private static void CheckNamesOfHandshake(JsonElement json)
    {
        foreach (var property in json.EnumerateObject())
        {
            if (!HandshakeSettings.All.Any(setting => setting.Name == property.Name))
                throw new FormatException($"a handshake has no setting {property.Name}");
        }
    }

    private static ImmutableArray<string> TextsOf(JsonElement value) => value.ValueKind is JsonValueKind.Array
        ? [.. value.EnumerateArray().Select(text => text.GetString()!)]
        : [value.GetString()!];

    private JsonElement.ObjectEnumerator MembersOf(string name) =>
        _json.TryGetProperty(name, out var value) ? value.EnumerateObject() : default;
}

using System.Collections.Immutable;
using System.Text.Json;
using System.Text.RegularExpressions;
using TokenAuthz.Signing.Presets;
using TokenAuthz.Signing.Schemes;

namespace TokenAuthz.Tests;

/// <summary>A scheme that docs/schemes.md shows, as an entry of <c>Schemes</c>.</summary>
/// <param name="Name">Its name on the page.</param>
/// <param name="Settings">Its settings.</param>
/// <param name="Refused">With which words it is refused; null for one that works.</param>
internal sealed partial record SchemeExample(string Name, JsonElement Settings, string? Refused)
{
    private const string Preset = "Preset";

    private static readonly JsonDocumentOptions Json = new() { AllowTrailingCommas = true, CommentHandling = JsonCommentHandling.Skip };

    /// <summary>Every example.</summary>
    public static ImmutableArray<SchemeExample> All { get; } = [.. PageBlocks.Of("docs/schemes.md", "jsonc").SelectMany(Read)];

    /// <summary>The settings as the service reads them.</summary>
    public SchemeDefinition Definition()
    {
        var start = new SchemeDefinition { Name = Name };
        if (!Settings.TryGetProperty(Preset, out var name)) return PresetSettings.Read(Settings, start);
        Assert.True(PresetCatalog.TryFind(name.GetString()!, out var preset));
        var own = Settings.EnumerateObject()
            .Where(setting => setting.Name != Preset)
            .ToDictionary(setting => setting.Name, setting => setting.Value);
        return PresetSettings.Read(JsonSerializer.SerializeToElement(own), preset);
    }

    private static IEnumerable<SchemeExample> Read(string block)
    {
        var refused = RefusedLine().Match(block);
        using var json = JsonDocument.Parse($"{{{block}}}", Json);
        return [.. json.RootElement.Clone().EnumerateObject()
            .Select(scheme => new SchemeExample(scheme.Name, scheme.Value, refused.Success ? refused.Groups[1].Value : null))];
    }

    [GeneratedRegex("^// Refused: (.*)$", RegexOptions.Multiline)]
    private static partial Regex RefusedLine();
}

using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using TokenAuthz.Signing.Schemes;

namespace TokenAuthz.Signing.Presets;

/// <summary>The formats that come with the library: a file each, which is read when its preset is asked for.</summary>
public static class PresetCatalog
{
    private const string DefaultName = "token-header";
    private const string RecommendedName = "hmac-v1";
    private const string Folder = "presets/";
    private const string Ending = ".json";

    private static readonly Dictionary<string, Lazy<SchemeDefinition>> ByName = typeof(PresetCatalog).Assembly.GetManifestResourceNames()
        .Where(resource => resource.StartsWith(Folder, StringComparison.Ordinal))
        .Select(resource => resource[Folder.Length..^Ending.Length])
        .ToDictionary(name => name, name => new Lazy<SchemeDefinition>(() => Read(name)), StringComparer.OrdinalIgnoreCase);

    private static readonly Lazy<ImmutableArray<SchemeDefinition>> Presets = new(() => [.. Names.Select(name => ByName[name].Value)]);

    /// <summary>The names: the default, the recommended one, and the others in the order of the alphabet.</summary>
    public static ImmutableArray<string> Names { get; } =
        [DefaultName, RecommendedName, .. ByName.Keys.Except([DefaultName, RecommendedName]).Order(StringComparer.Ordinal)];

    /// <summary>Every preset, in the order of <see cref="Names"/>.</summary>
    public static ImmutableArray<SchemeDefinition> All => Presets.Value;

    /// <summary>The scheme that is checked when none is configured.</summary>
    public static SchemeDefinition Default => ByName[DefaultName].Value;

    /// <summary>Finds a preset by its name, in any case.</summary>
    public static bool TryFind(string name, [NotNullWhen(true)] out SchemeDefinition? preset)
    {
        preset = ByName.GetValueOrDefault(name)?.Value;
        return preset is not null;
    }

    /// <summary>Opens the file of a preset, in UTF-8.</summary>
    internal static Stream Open(string name) => typeof(PresetCatalog).Assembly.GetManifestResourceStream(Folder + name + Ending)!;

    private static SchemeDefinition Read(string name)
    {
        using var file = Open(name);
        using var json = JsonDocument.Parse(file);
        var preset = json.RootElement;

        // Presets of one family share the settings of a base.
        var whenAbsent = preset.TryGetProperty("Base", out var other) ? ByName[other.GetString()!].Value : new() { Name = name };
        var definition = whenAbsent with
        {
            Name = name,
            Description = preset.GetProperty("Description").GetString()!,
            Source = preset.GetProperty("Source").GetString()!,
        };
        return PresetSettings.Read(preset.GetProperty("Scheme"), definition);
    }
}

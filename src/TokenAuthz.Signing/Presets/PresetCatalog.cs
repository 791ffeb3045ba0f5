using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using TokenAuthz.Signing.Schemes;

namespace TokenAuthz.Signing.Presets;

/// <summary>The formats that come with the library; their definitions stand in <c>presets.json</c>.</summary>
public static class PresetCatalog
{
    /// <summary>Every preset, in the order of the file: the default first, the recommended one second.</summary>
    public static ImmutableArray<SchemeDefinition> All { get; } = Read();

    private static FrozenDictionary<string, SchemeDefinition> ByName { get; } = All.ToFrozenDictionary(preset => preset.Name, StringComparer.OrdinalIgnoreCase);

    /// <summary>The scheme that is checked when none is configured.</summary>
    public static SchemeDefinition Default => All[0];

    /// <summary>Finds a preset by its name, in any case.</summary>
    public static bool TryFind(string name, [NotNullWhen(true)] out SchemeDefinition? preset) => ByName.TryGetValue(name, out preset);

    private static ImmutableArray<SchemeDefinition> Read()
    {
        using var json = typeof(PresetCatalog).Assembly.GetManifestResourceStream("presets.json")!;
        return [.. JsonSerializer.Deserialize(json, PresetJson.Default.PresetEntryArray)!.Select(entry => entry.ToDefinition())];
    }
}

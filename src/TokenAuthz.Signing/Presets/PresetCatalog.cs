using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using TokenAuthz.Signing.Schemes;

namespace TokenAuthz.Signing.Presets;

/// <summary>The formats that come with the library: a file each, which is read when its preset is asked for.</summary>
public static class PresetCatalog
{
    private const string DefaultName = "token-header";
    private const string RecommendedName = "hmac-v1";

    private static readonly Dictionary<string, PresetResource> ByName =
        PresetResource.FindAll().ToDictionary(resource => resource.Name, StringComparer.OrdinalIgnoreCase);

    private static readonly Lazy<ImmutableArray<PresetEntry>> AllEntries = new(() => [.. Names.Select(name => ByName[name].Entry)]);

    private static readonly Lazy<Dictionary<string, PresetResource>> ByAlias = new(() => Entries
        .SelectMany(entry => entry.Aliases.Select(alias => KeyValuePair.Create(alias, ByName[entry.Name])))
        .ToDictionary(StringComparer.OrdinalIgnoreCase));

    private static readonly Lazy<ImmutableArray<SchemeDefinition>> Definitions = new(() => [.. Entries.Select(entry => entry.Definition)]);

    /// <summary>The names: the default, the recommended one, and the others in the order of the alphabet.</summary>
    public static ImmutableArray<string> Names { get; } =
        [DefaultName, RecommendedName, .. ByName.Keys.Except([DefaultName, RecommendedName]).Order(StringComparer.Ordinal)];

    /// <summary>Every preset, in the order of <see cref="Names"/>.</summary>
    public static ImmutableArray<SchemeDefinition> All => Definitions.Value;

    /// <summary>Every preset with what people know it by, in the order of <see cref="Names"/>.</summary>
    public static ImmutableArray<PresetEntry> Entries => AllEntries.Value;

    /// <summary>Every word that finds a preset: the names, then the aliases.</summary>
    public static IEnumerable<string> Words => [.. Names, .. ByAlias.Value.Keys];

    /// <summary>The scheme that is checked when none is configured.</summary>
    public static SchemeDefinition Default => ByName[DefaultName].Entry.Definition;

    /// <summary>Finds a preset by its name or an alias, in any case.</summary>
    public static bool TryFind(string name, [NotNullWhen(true)] out SchemeDefinition? preset)
    {
        preset = Find(name)?.Entry.Definition;
        return preset is not null;
    }

    /// <summary>Finds a preset with what people know it by, by its name or an alias, in any case.</summary>
    public static bool TryFindEntry(string name, [NotNullWhen(true)] out PresetEntry? entry)
    {
        entry = Find(name)?.Entry;
        return entry is not null;
    }

    /// <summary>Opens the file of a preset, in UTF-8.</summary>
    internal static Stream Open(string name) => Resource(name).Open();

    /// <summary>The file of a preset, by its name.</summary>
    internal static PresetResource Resource(string name) => ByName[name];

    private static PresetResource? Find(string name) => ByName.GetValueOrDefault(name) ?? ByAlias.Value.GetValueOrDefault(name);
}

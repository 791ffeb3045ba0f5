using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;
using TokenAuthz.Signing.Presets;
using TokenAuthz.Signing.Schemes;
using TokenAuthz.Testing.Vectors;

namespace TokenAuthz.Testing.PresetFiles;

/// <summary>All that the file of a preset says: the definition, which the library reads, and what tests and pages are made of.</summary>
public sealed record PresetFile : PresetUse
{
    private static readonly JsonSerializerOptions Json = new()
    {
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        Converters = { new JsonStringEnumConverter() },
    };

    /// <summary>Every preset's.</summary>
    public static ImmutableArray<PresetFile> All { get; } = [.. PresetCatalog.All.Select(Read)];

    /// <summary>The definition.</summary>
    [JsonIgnore]
    public SchemeDefinition Preset { get; private init; } = null!;

    /// <summary>One line that lists show.</summary>
    public required string Description { get; init; }

    /// <summary>The specification.</summary>
    public required string Source { get; init; }

    /// <summary>The settings, as configuration has them.</summary>
    public required JsonElement Scheme { get; init; }

    /// <summary>Other ways of using the preset.</summary>
    public ImmutableArray<PresetVariant> Variants { get; init; } = [];

    /// <summary>What docs/formats.md says besides, in Markdown; each text is a line.</summary>
    public ImmutableArray<string> Note { get; init; } = [];

    /// <summary>What it means that two parts run together, by the entries of <c>AllowUnseparated</c>.</summary>
    public ImmutableDictionary<string, string> Unseparated { get; init; } = ImmutableDictionary<string, string>.Empty;

    public required PresetExample Example { get; init; }

    public required ImmutableArray<Vector> Vectors { get; init; }

    /// <summary>The preset with some settings changed.</summary>
    public static SchemeDefinition With(SchemeDefinition preset, JsonElement? settings) =>
        settings is { } json ? PresetSettings.Read(json, preset) : preset;

    public static PresetFile Find(string name) => All.Single(file => file.Preset.Name == name);

    private static PresetFile Read(SchemeDefinition preset)
    {
        using var file = PresetCatalog.Open(preset.Name);
        var read = JsonSerializer.Deserialize<PresetFile>(file, Json)!;
        return read with
        {
            Preset = preset,
            Vectors = [.. read.Vectors.Select(vector => vector with { Preset = preset, Definition = With(preset, vector.Scheme) })],
        };
    }
}

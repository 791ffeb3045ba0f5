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

    private static readonly ImmutableArray<(string Name, string Content)> Needed =
    [
        ("Description", "one line that `token-authz presets` lists"),
        ("Source", "the specification: the vendor and the name of the page"),
        ("Scheme", "the settings, as in the section Schemes of a configuration"),
        ("Signs", $"the parts of a request that the token is bound to: a list of {Words<RequestParts>()}"),
        ("Time", $"the times in the token: one of {Words<TokenTime>()}"),
        ("Example", """a request that docs/formats.md shows, such as { "Target": "/video/1.mp4" }"""),
        ("Vectors", "requests with their verdicts, as the vendor or an independent implementation has them"),
    ];

    /// <summary>Every preset's.</summary>
    public static ImmutableArray<PresetFile> All { get; } = [.. PresetCatalog.Names.Select(Read)];

    /// <summary>The definition, with the settings that it needs.</summary>
    [JsonIgnore]
    public SchemeDefinition Preset { get; private init; } = null!;

    /// <summary>One line that lists show.</summary>
    public required string Description { get; init; }

    /// <summary>The specification.</summary>
    public required string Source { get; init; }

    public string? Provider { get; init; }

    public ImmutableArray<string> Aliases { get; init; } = [];

    public string? Secret { get; init; }

    /// <summary>The settings, as configuration has them.</summary>
    public required JsonElement Scheme { get; init; }

    /// <summary>The preset whose settings this one has where it says nothing else; null for none.</summary>
    public string? Base { get; init; }

    /// <summary>Settings that each user has to make, with values for examples and tests.</summary>
    public JsonElement? Needs { get; init; }

    /// <summary>Other ways of using the preset.</summary>
    public ImmutableArray<PresetVariant> Variants { get; init; } = [];

    /// <summary>What docs/formats.md says besides, in Markdown; each text is a line.</summary>
    public ImmutableArray<string> Note { get; init; } = [];

    /// <summary>What it means that two parts run together, by the entries of <c>AllowUnseparated</c>.</summary>
    public ImmutableDictionary<string, string> Unseparated { get; init; } = ImmutableDictionary<string, string>.Empty;

    public required PresetExample Example { get; init; }

    public required ImmutableArray<PresetVector> Vectors { get; init; }

    /// <summary>The preset with some settings changed.</summary>
    public static SchemeDefinition With(SchemeDefinition preset, JsonElement? settings) =>
        settings is { } json ? PresetSettings.Read(json, preset) : preset;

    public static PresetFile Find(string name) => All.Single(file => file.Preset.Name == name);

    /// <summary>Reads the file of a preset.</summary>
    /// <exception cref="InvalidDataException">The file lacks something.</exception>
    public static PresetFile Read(string name)
    {
        using var stream = PresetCatalog.Open(name);
        using var json = JsonDocument.Parse(stream);
        var missing = Needed.Where(member => !json.RootElement.TryGetProperty(member.Name, out _))
            .Select(member => $"\"{member.Name}\", {member.Content}");
        if (missing.Any()) throw new InvalidDataException($"{name}.json: add {string.Join("; ", missing)}");

        Assert.True(PresetCatalog.TryFind(name, out var preset));
        var file = json.Deserialize<PresetFile>(Json)!;
        return file with { Preset = With(preset, file.Needs), Example = file.Example with { Scheme = file.Example.Scheme ?? file.Needs } };
    }

    private static string Words<T>()
        where T : struct, Enum => string.Join(", ", Enum.GetNames<T>());
}

using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using TokenAuthz.Signing.Presets;
using TokenAuthz.Signing.Schemes;
using TokenAuthz.Testing.Vectors;

namespace TokenAuthz.Testing.PresetFiles;

/// <summary>All that the file of a preset says: the definition, which the library reads, and what tests and pages are made of.</summary>
public sealed record PresetFile : PresetUse
{
    /// <summary>The kind of the presets of webhooks.</summary>
    public const string Webhook = "webhook";

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

    // What a preset has as its base has it, unless its own file says otherwise.
    private static readonly ImmutableArray<string> Inherited =
        ["Signs", "Time", "Methods", "Query", "Headers", "Fields", "Body", "Unseparated", "Example"];

    /// <summary>Every preset's.</summary>
    public static ImmutableArray<PresetFile> All { get; } = [.. PresetCatalog.Names.Select(Read)];

    /// <summary>The definition, with the settings that it needs.</summary>
    [JsonIgnore]
    public SchemeDefinition Preset { get; private init; } = null!;

    /// <summary>The folder of the file.</summary>
    [JsonIgnore]
    public string Kind { get; private init; } = "";

    /// <summary>
    /// Whether the preset differs from its base in names and numbers only, as most webhooks do. The tests that take long are made with
    /// the base.
    /// </summary>
    [JsonIgnore]
    public bool IsOfFamily => Base is not null && Kind == Webhook;

    /// <summary>Whether the token has fields of the body, so that not every body can be signed.</summary>
    [JsonIgnore]
    public bool ReadsBody => Preset.Items.Any(item => item.StartsWith("body", StringComparison.Ordinal));

    /// <summary>One line that lists show.</summary>
    public required string Description { get; init; }

    /// <summary>The specification.</summary>
    public required string Source { get; init; }

    /// <summary>The vendor's name; null for a format that is no vendor's.</summary>
    public string? Provider { get; init; }

    /// <summary>Other names that are found as if they were the preset's.</summary>
    public ImmutableArray<string> Aliases { get; init; } = [];

    /// <summary>Where the vendor shows the key, in a sentence.</summary>
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

    /// <summary>The file of a preset, by its name or an alias.</summary>
    public static PresetFile Find(string name)
    {
        Assert.True(PresetCatalog.TryFindEntry(name, out var entry), $"there is no preset {name}");
        return All.Single(file => file.Preset.Name == entry.Name);
    }

    /// <summary>Reads the file of a preset.</summary>
    /// <exception cref="InvalidDataException">The file lacks something.</exception>
    public static PresetFile Read(string name)
    {
        var json = ReadJson(name);
        var missing = Needed.Where(member => !json.ContainsKey(member.Name))
            .Select(member => $"\"{member.Name}\", {member.Content}");
        if (missing.Any()) throw new InvalidDataException($"{name}.json: add {string.Join("; ", missing)}");

        Assert.True(PresetCatalog.TryFindEntry(name, out var entry));
        var file = json.Deserialize<PresetFile>(Json)!;
        return file with
        {
            Kind = entry.Kind,
            Preset = With(entry.Definition, file.Needs),
            Example = file.Example with { Scheme = file.Example.Scheme ?? file.Needs },
        };
    }

    private static JsonObject ReadJson(string name)
    {
        using var stream = PresetCatalog.Open(name);
        var json = JsonNode.Parse(stream)!.AsObject();
        if (json[nameof(Base)]?.GetValue<string>() is not { } other) return json;
        foreach (var (member, value) in ReadJson(other).Where(one => Inherited.Contains(one.Key) && !json.ContainsKey(one.Key)))
            json[member] = value?.DeepClone();
        return json;
    }

    private static string Words<T>()
        where T : struct, Enum => string.Join(", ", Enum.GetNames<T>());
}

using System.Text.Json;

namespace TokenAuthz.Signing.Presets;

/// <summary>
/// The file of a preset, a resource of the library with the name <c>presets/KIND/NAME.json</c>. It is read when it is needed.
/// </summary>
internal sealed class PresetResource
{
    private const string Folder = "presets/";
    private const string Ending = ".json";

    private readonly string _resource;
    private readonly string _kind;
    private readonly Lazy<PresetEntry> _entry;

    private PresetResource(string resource)
    {
        var slash = resource.LastIndexOf('/');
        _resource = resource;
        _kind = resource[Folder.Length..slash];
        _entry = new(Read);
        Name = resource[(slash + 1)..^Ending.Length];
    }

    public string Name { get; }

    public PresetEntry Entry => _entry.Value;

    /// <summary>The files of all presets.</summary>
    public static IEnumerable<PresetResource> FindAll() => typeof(PresetResource).Assembly.GetManifestResourceNames()
        .Where(resource => resource.StartsWith(Folder, StringComparison.Ordinal))
        .Select(resource => new PresetResource(resource));

    /// <summary>Opens the file, in UTF-8.</summary>
    public Stream Open() => typeof(PresetResource).Assembly.GetManifestResourceStream(_resource)!;

    private PresetEntry Read()
    {
        using var file = Open();
        using var json = JsonDocument.Parse(file);
        var preset = json.RootElement;

        // Presets of one family share the settings of a base.
        var whenAbsent = Text("Base") is { } other ? PresetCatalog.Resource(other).Entry.Definition : new() { Name = Name };

        // A handshake is the vendor's own, and not the family's.
        var definition = whenAbsent with
        {
            Name = Name,
            Description = Text("Description")!,
            Source = Text("Source")!,
            Handshakes = [],
        };
        return new()
        {
            Definition = PresetSettings.Read(preset.GetProperty("Scheme"), definition),
            Kind = _kind,
            Provider = Text("Provider"),
            Aliases = preset.TryGetProperty("Aliases", out var all) ? [.. all.EnumerateArray().Select(alias => alias.GetString()!)] : [],
            Secret = Text("Secret"),
        };

        string? Text(string name) => preset.TryGetProperty(name, out var value) ? value.GetString() : null;
    }
}

using TokenAuthz.Engine.Configuration;
using TokenAuthz.Signing.Presets;
using TokenAuthz.Signing.Schemes;

namespace TokenAuthz.Engine.Schemes;

/// <summary>
/// Reads the section <c>Schemes</c>: each scheme has a name, and is a preset with some settings changed or written in full.
/// </summary>
internal sealed class SchemeReader
{
    private static readonly SchemeDefinition Empty = new() { Name = "" };

    private readonly Dictionary<string, Scheme?> _schemes = new(StringComparer.OrdinalIgnoreCase);
    private readonly SortedSet<string> _unused = new(StringComparer.OrdinalIgnoreCase);

    private readonly string _owner;
    private readonly Dictionary<string, Scheme> _presets;

    /// <summary>Reads every scheme, and reports mistakes to its section.</summary>
    /// <param name="root">The section that all settings stand in.</param>
    /// <param name="owner">The unit whose schemes they are; empty for the operator's.</param>
    /// <param name="presets">The presets that were compiled already, and takes those that are compiled here.</param>
    public SchemeReader(SettingsSection root, string owner = "", Dictionary<string, Scheme>? presets = null)
    {
        (_owner, _presets) = (owner, presets ?? []);
        foreach (var (name, settings) in root.Read(SchemeSection.All)) _schemes[name] = Read(name, settings);
        _unused.UnionWith(_schemes.Keys);
    }

    /// <summary>The configured schemes that no policy has named until now.</summary>
    public IEnumerable<string> Unused => _unused;

    /// <summary>Finds the scheme that a policy names, in the section or among the presets.</summary>
    /// <param name="policy">The policy, to which mistakes are reported.</param>
    /// <param name="setting">The setting that has the name.</param>
    /// <param name="name">The name.</param>
    /// <returns>Null when there is none or it has mistakes, which are reported.</returns>
    public Scheme? For(SettingsSection policy, Setting setting, string name)
    {
        _unused.Remove(name);
        if (_schemes.TryGetValue(name, out var scheme)) return scheme;
        if (PresetCatalog.TryFind(name, out var preset)) return _schemes[name] = CompilePreset(policy, setting, preset);
        var which = setting.Kind is SettingKind.Strings ? $"'{name}': " : "";
        policy.Reject(
            setting,
            $"{which}there is no such scheme; {Suggestion.For(name, Names)}name one of TokenAuthz:Schemes, or a preset " +
                "(token-authz presets)");
        return null;
    }

    private string[] Names => [.. _schemes.Keys, .. PresetCatalog.Words];

    private Scheme? CompilePreset(SettingsSection policy, Setting setting, SchemeDefinition preset)
    {
        if (_presets.TryGetValue(preset.Name, out var scheme)) return scheme;
        scheme = Compile(policy, setting.Path, preset);
        if (scheme is not null) _presets[preset.Name] = scheme;
        return scheme;
    }

    private Scheme? Read(string name, SettingsSection settings)
    {
        if (!SettingsSection.IsName(name))
            settings.RejectWithoutValue(SchemeSection.Preset, $"this is no name of a scheme: {SettingsSection.NameRule}");
        var isKnown = TryFindPreset(settings, out var preset);
        var definition = SchemeSettings.Read(settings, preset) with { Name = _owner.Length == 0 ? name : $"{_owner}/{name}" };
        return isKnown ? Compile(settings, null, definition) : null;
    }

    private static bool TryFindPreset(SettingsSection settings, out SchemeDefinition preset)
    {
        preset = Empty;
        if (settings.Read(SchemeSection.Preset) is not { } name) return true;
        if (PresetCatalog.TryFind(name, out var found))
        {
            preset = found;
            return true;
        }

        var suggestion = Suggestion.For(name, [.. PresetCatalog.Words]);
        settings.Reject(SchemeSection.Preset, $"there is no such preset; {suggestion}token-authz presets lists them");
        return false;
    }

    private static Scheme? Compile(SettingsSection settings, string? setting, SchemeDefinition definition)
    {
        try
        {
            return Scheme.Compile(definition);
        }
        catch (SchemeException e)
        {
            settings.RejectWithoutValue(setting ?? e.Setting, e.Message);
            return null;
        }
    }
}

using System.Collections.Immutable;
using TokenAuthz.Engine.Configuration;
using TokenAuthz.Signing.Presets;
using TokenAuthz.Signing.Schemes;

namespace TokenAuthz.Engine.Schemes;

/// <summary>Reads the section <c>Schemes</c>: each by name, a preset with settings of its own or one of the user's making.</summary>
internal sealed class SchemeReader
{
    private static readonly SchemeDefinition Empty = new() { Name = "" };

    private readonly Dictionary<string, Scheme?> _schemes = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Reads every scheme; what is wrong is reported to its section.</summary>
    public SchemeReader(SettingsSection root)
    {
        foreach (var (name, settings) in root.Named("Schemes")) _schemes[name] = Read(name, settings);
    }

    /// <summary>Finds the scheme that a policy names, one of the section or a preset, or reports an error and gives null.</summary>
    public Scheme? For(SettingsSection policy)
    {
        var name = policy.Text("Scheme") ?? PresetCatalog.Default.Name;
        if (_schemes.TryGetValue(name, out var scheme)) return scheme;
        if (PresetCatalog.TryFind(name, out var preset)) return _schemes[name] = Compile(policy, "Scheme", preset);
        policy.Reject("Scheme", $"there is no such scheme; {Suggestion.For(name, Names)}name one of TokenAuthz:Schemes, or a preset (token-authz presets)");
        return null;
    }

    private string[] Names => [.. _schemes.Keys, .. PresetCatalog.All.Select(preset => preset.Name)];

    private static Scheme? Read(string name, SettingsSection settings)
    {
        var preset = Empty;
        if (!SettingsSection.IsName(name))
            settings.RejectWithoutValue("Preset", "a scheme's name has letters, digits, dots, dashes and underscores, at most 64 of them");
        if (settings.Text("Preset") is { } presetName && !PresetCatalog.TryFind(presetName, out preset!))
        {
            settings.Reject("Preset", $"there is no such preset; {Suggestion.For(presetName, [.. PresetCatalog.All.Select(known => known.Name)])}token-authz presets lists them");
            preset = null;
        }

        var definition = Override(preset ?? Empty, name, settings);
        return preset is null ? null : Compile(settings, null, definition);
    }

    private static SchemeDefinition Override(SchemeDefinition preset, string name, SettingsSection settings) => preset with
    {
        Name = name,
        Description = settings.Text("Description") ?? preset.Description,
        Token = Texts(settings, "Token", preset.Token),
        Items = settings.Text("Items") ?? preset.Items,
        Message = settings.Text("Message") ?? preset.Message,
        AllowUnseparated = Texts(settings, "AllowUnseparated", preset.AllowUnseparated),
        Digest = settings.Choice("Digest", preset.Digest),
        Encoding = settings.Choice("Encoding", preset.Encoding),
        Truncate = settings.Number("Truncate", preset.Truncate, 0, 64),
        KeyEncoding = settings.Choice("KeyEncoding", preset.KeyEncoding),
        Salt = settings.Secret("Salt") ?? preset.Salt,
        SaltEncoding = settings.Choice("SaltEncoding", preset.SaltEncoding),
        Ttl = settings.Duration("Ttl", preset.Ttl, TimeSpan.FromSeconds(1), TimeSpan.FromDays(3653)),
        Skew = settings.Duration("Skew", preset.Skew, TimeSpan.Zero, TimeSpan.FromMinutes(5)),
        Horizon = settings.Duration("Horizon", preset.Horizon, TimeSpan.FromSeconds(1), TimeSpan.FromDays(100_000)),
        Symmetric = settings.Flag("Symmetric", preset.Symmetric),
        IssuedAhead = settings.Flag("IssuedAhead", preset.IssuedAhead),
        Stem = Texts(settings, "Stem", preset.Stem),
        SignedHeaders = Texts(settings, "SignedHeaders", preset.SignedHeaders),
        Covers = Texts(settings, "Covers", preset.Covers),
        Prefix = settings.Choice("Prefix", preset.Prefix),
        EscapeUrl = settings.Flag("EscapeUrl", preset.EscapeUrl),
        AddressPrefix = settings.Number("AddressPrefix", preset.AddressPrefix, 1, 128),
        SingleUse = settings.Flag("SingleUse", preset.SingleUse),
    };

    private static ImmutableArray<string> Texts(SettingsSection settings, string name, ImmutableArray<string> whenAbsent) =>
        settings.Texts(name) is { IsEmpty: false } texts ? texts : whenAbsent;

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

using System.Collections.Immutable;
using TokenAuthz.Engine.Configuration;
using TokenAuthz.Signing.Presets;
using TokenAuthz.Signing.Schemes;

namespace TokenAuthz.Engine.Schemes;

/// <summary>The section <c>Schemes</c>, whose settings the signing library describes.</summary>
internal static class SchemeSection
{
    public static readonly Setting<string?> Preset = Setting.Text(
        "Preset", "The [preset](formats.md) whose settings the scheme starts with.") with
    {
        Choices = [.. PresetCatalog.Words],
    };

    private static readonly ImmutableArray<Setting> Settings = [.. SchemeSettings.All.Select(Describe)];

    private static readonly Setting Forms = Setting.Map(
        SchemeSettings.Forms,
        Settings,
        "Forms that the token can have, by name, each with the settings that differ from the scheme's.");

    private static readonly Setting Handshakes = Setting.Map(
        SchemeSettings.Handshakes,
        [.. HandshakeSettings.All.Select(Describe)],
        "The [handshakes](webhooks.md#handshakes) of a sender of webhooks, by name.");

    public static readonly Setting<ImmutableArray<KeyValuePair<string, SettingsSection>>> All = Setting.Map(
        "Schemes",
        [Preset, .. Settings, Forms, Handshakes],
        "Signature formats by name, each a [preset](formats.md) with settings of its own, or one of your making; see " +
            "[schemes](schemes.md).");

    private static Setting Describe<T>(DefinitionSetting<T> setting)
        where T : class => Setting.Text(setting.Name, setting.Meaning) with
        {
            Kind = KindOf(setting.Kind),
            FormerName = setting.FormerName,
            Choices = setting.Choices,
            Limits = setting.Limits,
            Default = setting.Default is [var value] ? value : null,
            DefaultNote = setting.Default.IsEmpty ? null : string.Join(", ", setting.Default),
            IsSecret = _ => setting.Kind is SchemeSettingKind.Secret,
        };

    private static SettingKind KindOf(SchemeSettingKind kind) => kind switch
    {
        SchemeSettingKind.Text => SettingKind.Text,
        SchemeSettingKind.Secret => SettingKind.Secret,
        SchemeSettingKind.List => SettingKind.Strings,
        SchemeSettingKind.Map => SettingKind.StringsByName,
        SchemeSettingKind.Choice => SettingKind.Choice,
        SchemeSettingKind.Number => SettingKind.Number,
        SchemeSettingKind.Duration => SettingKind.Duration,
        SchemeSettingKind.Flag => SettingKind.Bool,
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "This is no kind of a setting."),
    };
}

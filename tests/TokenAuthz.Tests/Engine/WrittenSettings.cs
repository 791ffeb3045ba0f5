using System.Collections.Immutable;
using TokenAuthz.Engine.Configuration;

namespace TokenAuthz.Tests.Engine;

/// <summary>Settings that a test writes down, as <c>Name=value</c> below the section <c>TokenAuthz</c>.</summary>
internal static class WrittenSettings
{
    public const string Root = "TokenAuthz";

    public static IEnumerable<KeyValuePair<string, string?>> Of(params string[] settings) =>
        settings.Select(setting => setting.Split('=', 2)).Select(pair => KeyValuePair.Create($"{Root}:{pair[0]}", (string?)pair[1]));

    public static SettingsSection Section(ImmutableArray<ConfigurationError>.Builder errors, params string[] settings) =>
        SettingsSection.Of(Of(settings), Root, errors);
}

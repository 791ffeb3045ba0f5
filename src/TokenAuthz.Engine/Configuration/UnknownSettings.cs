using System.Collections.Immutable;

namespace TokenAuthz.Engine.Configuration;

/// <summary>Reports settings that no description names, so that a typo is an error and not a silent default.</summary>
/// <param name="errors">Takes the errors, none of which shows a value: it may be a secret.</param>
internal sealed class UnknownSettings(ImmutableArray<ConfigurationError>.Builder errors)
{
    /// <summary>Compares a section, and all below it, with what is known.</summary>
    public void Reject(SettingsNode section, SettingsTree known)
    {
        if (HasValue(section))
            Report(section.Path, $"this is a section, not a value: set what is in it, such as {section.Path}:{known.Children[0].Name}");

        foreach (var setting in section.Children)
        {
            if (known.Find(setting.Key) is null) Report(setting.Path, Advice(setting.Key, known));
        }

        foreach (var setting in section.Children)
        {
            if (known.Find(setting.Key) is { } tree) RejectBelow(setting, tree);
        }
    }

    private static string Advice(string name, SettingsTree known)
    {
        var successor = known.Children.FirstOrDefault(
            child => string.Equals(child.Setting?.FormerName, name, StringComparison.OrdinalIgnoreCase));
        if (successor is not null) return $"this setting is now called {successor.Name}: rename it";
        string[] names = [.. known.Names];
        return $"there is no such setting; {Suggestion.For(name, names)}known here: {string.Join(", ", names)}";
    }

    private void RejectBelow(SettingsNode setting, SettingsTree known)
    {
        var kind = known.Setting?.Kind;
        if (kind is null) Reject(setting, known);
        if (kind is not (SettingKind.List or SettingKind.Map)) return;
        if (HasValue(setting)) Report(setting.Path, AdviceOnEntries(setting.Path, kind is SettingKind.List));
        foreach (var entry in setting.Children) Reject(entry, known);
    }

    private static string AdviceOnEntries(string path, bool isList) => isList
        ? $"this is a list: number its entries, as in {path}:0"
        : $"this has entries by name: write each below its name, as in {path}:NAME";

    // An empty object of JSON has the empty text.
    private static bool HasValue(SettingsNode setting) => !string.IsNullOrEmpty(setting.Value);

    private void Report(string path, string message) => errors.Add(new(path, null, message));
}

using System.Collections.Immutable;

namespace TokenAuthz.Engine.Configuration;

/// <summary>Settings by the sections that their paths name.</summary>
/// <param name="Name">The last part of the path; empty for the tree itself.</param>
/// <param name="Setting">The setting; null for a section.</param>
/// <param name="Children">What a section has, or each entry of a list or a map, in the order described.</param>
public sealed record SettingsTree(string Name, Setting? Setting, ImmutableArray<SettingsTree> Children)
{
    /// <summary>Builds the tree of some settings.</summary>
    public static SettingsTree Of(IEnumerable<Setting> settings) =>
        new("", null, Build([.. settings.Select(setting => (setting.Path.Split(':').AsEnumerable(), setting))]));

    /// <summary>The names of what a section has, in the order of the alphabet.</summary>
    public IEnumerable<string> Names => Children.Select(child => child.Name).Order(StringComparer.OrdinalIgnoreCase);

    /// <summary>Finds what a section has by its name, in any case.</summary>
    public SettingsTree? Find(string name) =>
        Children.FirstOrDefault(child => string.Equals(child.Name, name, StringComparison.OrdinalIgnoreCase));

    /// <summary>Finds what a path of the configuration means, in which the entries of lists and maps stand by number or name.</summary>
    /// <returns>Null when no setting has the path.</returns>
    public SettingsTree? At(string path)
    {
        var tree = this;
        foreach (var name in path.Split(':'))
            tree = tree?.Setting is { Kind: SettingKind.List or SettingKind.Map } ? tree with { Setting = null } : tree?.Find(name);
        return tree;
    }

    private static ImmutableArray<SettingsTree> Build(ImmutableArray<(IEnumerable<string> Path, Setting Setting)> settings) =>
    [
        .. settings.GroupBy(entry => entry.Path.First(), StringComparer.OrdinalIgnoreCase).Select(group =>
            group.First() is var (path, setting) && path.Count() == 1
                ? new SettingsTree(group.Key, setting, Of(setting.Members).Children)
                : new SettingsTree(group.Key, null, Build([.. group.Select(entry => (entry.Path.Skip(1), entry.Setting))]))),
    ];
}

using System.Text;
using TokenAuthz.Engine.Configuration;

namespace TokenAuthz.Tests.Settings;

/// <summary>Writes settings as tables in Markdown.</summary>
internal static class SettingsTables
{
    private static readonly string[] PagesOfTheirOwn = ["Policies", "Schemes"];

    /// <summary>Writes every setting by sections: first those of the root, then each section and the entries of each list.</summary>
    public static string Write(SettingsTree root)
    {
        var page = new StringBuilder();
        Append("At the root", "", Lines(root.Children.Where(child => child.Setting is not null)));
        foreach (var section in root.Children.Where(child => child.Children.Length > 0 && !PagesOfTheirOwn.Contains(child.Name)))
            Append(section.Name, Introduction(section.Setting), Lines(section.Children, section.Setting is null ? $"{section.Name}:" : ""));
        return page.ToString();

        void Append(string heading, string introduction, IReadOnlyList<string> table) =>
            page.Append($"\n## {heading}\n\n{introduction}{string.Join('\n', table)}\n");
    }

    /// <summary>Writes one table.</summary>
    /// <param name="settings">The settings; those of sections among them are rows, too.</param>
    /// <param name="prefix">The path in front of each.</param>
    public static IReadOnlyList<string> Lines(IEnumerable<SettingsTree> settings, string prefix = "")
    {
        return ["| setting | default | values | meaning |", "| --- | --- | --- | --- |", .. settings.SelectMany(Leaves).Select(Row)];

        string Row(Setting setting) => $"| `{prefix}{setting.Path}` | {Default(setting)} | {Value(setting)} | {Cell(setting.Meaning)} |";

        // The path from the section that the table is about.
        static IEnumerable<Setting> Leaves(SettingsTree tree) => tree.Setting is { } setting
            ? [setting with { Path = tree.Name }]
            : tree.Children.SelectMany(Leaves).Select(leaf => leaf with { Path = $"{tree.Name}:{leaf.Path}" });
    }

    private static string Cell(string text) => text.Replace("|", "\\|", StringComparison.Ordinal);

    // 00:00:00.1000000 is 00:00:00.1
    private static string Short(string value) => value.LastIndexOf('.') > value.LastIndexOf(':') ? value.TrimEnd('0') : value;

    private static string Introduction(Setting? list) => list is null ? "" : $"Each entry of the list `{list.Path}` has:\n\n";

    private static string Default(Setting setting) => setting switch
    {
        { IsRequired: true } => "required",
        { Default: { } value } => $"`{value}`",
        { DefaultNote: { } note } => note,
        _ => "none",
    };

    private static string Value(Setting setting) => setting.Kind switch
    {
        SettingKind.Text => "text",
        SettingKind.Secret => "text, secret",
        SettingKind.Name => "name",
        SettingKind.Bool => "`true`, `false`",
        SettingKind.Number or SettingKind.Duration => $"{Short(setting.Limits!.Value.Min)} to {Short(setting.Limits.Value.Max)}",
        SettingKind.Instant => "instant",
        SettingKind.Choice => string.Join(", ", setting.Choices.Select(word => $"`{word}`")),
        SettingKind.Strings => "texts",
        SettingKind.StringsByName => "texts by name",
        SettingKind.List => "list",
        SettingKind.Map => "entries by name",
        _ => throw new ArgumentOutOfRangeException(nameof(setting), setting.Kind, "No page has it."),
    };
}

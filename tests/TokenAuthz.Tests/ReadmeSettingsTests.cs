using System.Collections.Immutable;

namespace TokenAuthz.Tests;

/// <summary>The README's table of settings is the settings that there are, with the defaults that they have.</summary>
public static class ReadmeSettingsTests
{
    private static readonly ImmutableArray<(string Name, string Default, string Meaning)> Rows =
        [.. MarkdownTable.Read("README.md", "setting").Select(row => (MarkdownTable.Words(row[0]).Single(), row[1], row[2]))];

    [Fact]
    public static void Lists_every_setting_and_no_other()
    {
        string[] sections = ["Admin", "OnAllow", "SingleUse", "Log", "Limits"];
        var known = KnownSettings.In("").Except(sections).Concat(sections.SelectMany(section => KnownSettings.In(section + ":").Select(name => $"{section}:{name}")));

        Assert.Equal(known.Order(StringComparer.Ordinal), Rows.Select(row => row.Name).Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("Keys")]
    [InlineData("Listeners")]
    [InlineData("Policies")]
    public static void Lists_all_that_an_entry_of_a_list_has(string list)
    {
        var words = MarkdownTable.Words(Rows.Single(row => row.Name == list).Meaning);

        Assert.Equal(KnownSettings.In($"{list}:0:").Order(StringComparer.Ordinal), words.Where(word => char.IsAsciiLetterUpper(word[0])).Order(StringComparer.Ordinal));
    }

    [Fact]
    public static void Shows_the_default_of_each()
    {
        string[] shown = [.. Rows.Where(row => row.Default.StartsWith('`')).Select(row => $"{row.Name}={row.Default.Trim('`')}")];
        Assert.Contains("DrainTime=00:00:10", shown);

        var (written, absent) = (KnownSettings.Read(shown), KnownSettings.Read());

        Assert.Equal(absent with { Listeners = written.Listeners }, written);
        Assert.Equal(absent.Listeners, written.Listeners);
    }
}

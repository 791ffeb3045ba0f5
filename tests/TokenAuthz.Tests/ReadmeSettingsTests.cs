using System.Collections.Immutable;
using System.Text.RegularExpressions;
using TokenAuthz.Engine;
using TokenAuthz.Engine.Configuration;
using TokenAuthz.Settings;
using TokenAuthz.Tests.Engine;

namespace TokenAuthz.Tests;

/// <summary>The README's table of settings is the settings that there are, with the defaults that they have.</summary>
public static partial class ReadmeSettingsTests
{
    private const string Anything = "NoSuchSetting";

    private static readonly ImmutableArray<(string Name, string Default, string Meaning)> Rows =
    [
        .. Row().Matches(Repository.Read("README.md").Split("## Settings")[1].Split("\n## ")[0])
            .Select(row => (row.Groups["name"].Value, row.Groups["default"].Value, row.Groups["meaning"].Value)),
    ];

    [Fact]
    public static void Lists_every_setting_and_no_other()
    {
        string[] sections = ["Admin", "OnAllow", "SingleUse", "Log"];
        var known = Known("").Except(sections).Concat(sections.SelectMany(section => Known(section + ":").Select(name => $"{section}:{name}")));

        Assert.Equal(known.Order(StringComparer.Ordinal), Rows.Select(row => row.Name).Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("Keys")]
    [InlineData("Listeners")]
    [InlineData("Policies")]
    public static void Lists_all_that_an_entry_of_a_list_has(string list)
    {
        var words = Code().Matches(Rows.Single(row => row.Name == list).Meaning).Select(word => word.Groups[1].Value);

        Assert.Equal(Known($"{list}:0:").Order(StringComparer.Ordinal), words.Where(word => char.IsAsciiLetterUpper(word[0])).Order(StringComparer.Ordinal));
    }

    [Fact]
    public static void Shows_the_default_of_each()
    {
        string[] shown = [.. Rows.Where(row => row.Default.StartsWith('`')).Select(row => $"{row.Name}={row.Default.Trim('`')}")];
        Assert.Contains("DrainTime=00:00:10", shown);

        var (written, absent) = (Read(shown), Read());

        Assert.Equal(absent with { Listeners = written.Listeners }, written);
        Assert.Equal(absent.Listeners, written.Listeners);
    }

    private static ServiceSettings Read(params string[] settings)
    {
        ServiceSettings? read = null;
        _ = new DecisionEngine(new(() => WrittenSettings.Of([.. settings, "Secret=ours"]), [], IsDevelopment: false), root => (read = ServiceSettings.Read(root)).BindingsOf(root), TimeProvider.System);
        return read!;
    }

    /// <summary>The names that a section has, from the error that lists them.</summary>
    private static string[] Known(string section)
    {
        var failure = Assert.Throws<ConfigurationException>(() => Read($"{section}{Anything}=1"));
        return failure.Errors.Single(error => error.Key.EndsWith(Anything, StringComparison.Ordinal)).Message.Split("known here: ")[1].Split(", ");
    }

    [GeneratedRegex(@"^\| `(?<name>[\w:]+)` \| (?<default>.*?) \| (?<meaning>.*) \|$", RegexOptions.Multiline)]
    private static partial Regex Row();

    [GeneratedRegex("`([^`]+)`")]
    private static partial Regex Code();
}

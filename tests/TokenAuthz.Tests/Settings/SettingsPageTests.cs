using System.Globalization;
using System.Text.RegularExpressions;
using TokenAuthz.Engine.Configuration;
using TokenAuthz.Tests.Engine;

namespace TokenAuthz.Tests.Settings;

/// <summary>docs/settings.md lists what the descriptions of the settings say, and what they say is what the service reads.</summary>
public static partial class SettingsPageTests
{
    private const string Page = "docs/settings.md";

    [Fact]
    public static void Lists_every_setting_as_it_is_described() =>
        GeneratedPage.AssertHasBlock(Page, "settings", SettingsTables.Write(KnownSettings.Tree));

    [Fact]
    public static void Shows_the_default_of_each()
    {
        string[] shown =
            [.. KnownSettings.All.Where(setting => setting.Default is not null).Select(setting => $"{setting.Path}={setting.Default}")];
        Assert.Contains("DrainTime=00:00:10", shown);

        var (written, absent) = (KnownSettings.Read(shown), KnownSettings.Read());

        Assert.Equal(absent with { Listeners = written.Listeners }, written);
        Assert.Equal(absent.Listeners, written.Listeners);
    }

    [Fact]
    public static void Describes_each_setting_in_sentences() =>
        Assert.Empty(
            Paths(KnownSettings.Tree, "").Where(row => !Sentences().IsMatch(row.Setting.Meaning))
                .Select(row => $"{row.Path}: {row.Setting.Meaning}"));

    [Theory]
    [MemberData(nameof(Limited))]
    public static void Shows_limits_that_the_service_keeps(string path, string min, string max)
    {
        Assert.DoesNotContain("write a", ErrorOf(path, min) + ErrorOf(path, max), StringComparison.Ordinal);
        Assert.Contains($"from {min} to {max}", ErrorOf(path, Beyond(max)), StringComparison.Ordinal);
    }

    public static TheoryData<string, string, string> Limited { get; } =
    [
        .. Paths(KnownSettings.Tree, "").Where(row => row.Setting.Limits is not null)
            .Select(row => (row.Path, row.Setting.Limits!.Value.Min, row.Setting.Limits.Value.Max)),
    ];

    private static string? ErrorOf(string path, string value)
    {
        try
        {
            KnownSettings.Read("Policies:0:Name=a", $"{path}={value}");
            return null;
        }
        catch (ConfigurationException e)
        {
            return e.Errors.FirstOrDefault(error => error.Path == $"{WrittenSettings.Root}:{path}")?.Message;
        }
    }

    private static string Beyond(string max) =>
        max.Contains(':', StringComparison.Ordinal)
            ? (TimeSpan.Parse(max, CultureInfo.InvariantCulture) + TimeSpan.FromSeconds(1)).ToString("c")
            : (long.Parse(max, CultureInfo.InvariantCulture) + 1).ToString(CultureInfo.InvariantCulture);

    // Of a list the first entry is meant, of a map the entry "a".
    private static IEnumerable<(string Path, Setting Setting)> Paths(SettingsTree tree, string prefix)
    {
        foreach (var child in tree.Children)
        {
            var path = prefix + child.Name;
            if (child.Setting is { } setting) yield return (path, setting);
            var entry = child.Setting?.Kind switch { SettingKind.List => ":0:", SettingKind.Map => ":a:", _ => ":" };
            foreach (var below in Paths(child, path + entry)) yield return below;
        }
    }

    [GeneratedRegex(@"^[A-Z`].*\.$")]
    private static partial Regex Sentences();
}

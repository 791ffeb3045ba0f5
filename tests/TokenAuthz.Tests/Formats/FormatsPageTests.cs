using System.Collections.Immutable;
using System.Globalization;
using System.Text.RegularExpressions;
using TokenAuthz.Signing;
using TokenAuthz.Signing.Presets;

namespace TokenAuthz.Tests.Formats;

/// <summary>docs/formats.md is made of the files of the presets, and each of its examples works as it stands.</summary>
public static partial class FormatsPageTests
{
    private const string Page = "docs/formats.md";

    private static readonly ImmutableDictionary<string, string> Sections = Repository.Read(Page).Split("\n## ")[1..]
        .Where(section => PresetCatalog.TryFind(section.Split('\n')[0], out _))
        .ToImmutableDictionary(section => section.Split('\n')[0]);

    public static TheoryData<string> Presets { get; } = [.. PresetCatalog.Names];

    [Fact]
    public static void Is_made_of_the_files_of_the_presets() => GeneratedPage.AssertIs(Page, FormatsPage.Write());

    [Theory]
    [MemberData(nameof(Presets))]
    public static void Shows_an_example_that_works(string preset)
    {
        var section = Sections[preset];
        var (json, request) = (Block(section, "json"), ExampleRequest.Parse(Block(section, "http")));

        var decision = new ExampleEngine(json, FormatExampleResult.Now).Decide(request);

        Assert.True(decision.IsAllowed, $"{preset}: {decision.Reason?.Code()}");
        Assert.Contains($"Allowed by the key `{decision.Key!.Id}`.", section, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Presets))]
    public static void Says_when_its_example_ends(string preset)
    {
        var section = Sections[preset];
        var (json, request) = (Block(section, "json"), ExampleRequest.Parse(Block(section, "http")));
        var end = End().Match(section);
        var later = end.Success
            ? DateTimeOffset.Parse(end.Groups[1].Value, CultureInfo.InvariantCulture)
            : FormatExampleResult.Now.AddYears(50);

        Assert.Equal(!end.Success, new ExampleEngine(json, later).Decide(request).IsAllowed);
        Assert.True(new ExampleEngine(json, later.AddSeconds(-1)).Decide(request).IsAllowed);
    }

    [Theory]
    [MemberData(nameof(Presets))]
    public static void Shows_an_example_that_is_denied_with_another_key(string preset)
    {
        var section = Sections[preset];
        var (json, request) = (Block(section, "json"), ExampleRequest.Parse(Block(section, "http")));
        var key = KeyValue().Match(json).Groups[1];
        var other = json[..key.Index] + (key.Value[0] == '6' ? '7' : 'd') + json[(key.Index + 1)..];

        var decision = new ExampleEngine(other, FormatExampleResult.Now).Decide(request);

        Assert.Equal((false, DenyReason.InvalidToken), (decision.IsAllowed, decision.Reason));
    }

    private static string Block(string section, string language) => section.Split($"```{language}\n")[1].Split("\n```")[0];

    [GeneratedRegex("From (\\S+) on it is denied as `expired`")]
    private static partial Regex End();

    [GeneratedRegex("\"Value\": \"([^\"]+)\"")]
    private static partial Regex KeyValue();
}

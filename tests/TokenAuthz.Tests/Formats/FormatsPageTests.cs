using System.Globalization;
using System.Text.RegularExpressions;
using TokenAuthz.Signing;

namespace TokenAuthz.Tests.Formats;

/// <summary>docs/formats.md is made of the files of the presets, and each of its examples works as it stands.</summary>
public static partial class FormatsPageTests
{
    private const string Page = FormatSections.Page;

    public static TheoryData<string> Presets { get; } = [.. FormatsPage.Files.Select(file => file.Preset.Name)];

    [Fact]
    public static void Is_made_of_the_files_of_the_presets() => GeneratedPage.AssertIs(Page, FormatsPage.Write());

    [Theory]
    [MemberData(nameof(Presets))]
    public static void Shows_examples_that_work(string preset)
    {
        Assert.NotEmpty(FormatSections.ExamplesOf(preset));
        foreach (var (json, request, remark) in FormatSections.ExamplesOf(preset))
        {
            var decision = new ExampleEngine(json, FormatExampleResult.Now).Decide(ExampleRequest.Parse(request));

            Assert.True(decision.IsAllowed, $"{preset}: {decision.Reason?.Code()}");
            Assert.Contains($"Allowed by the key `{decision.Key!.Id}`.", remark, StringComparison.Ordinal);
        }
    }

    [Theory]
    [MemberData(nameof(Presets))]
    public static void Says_when_its_examples_end(string preset)
    {
        foreach (var (json, text, remark) in FormatSections.ExamplesOf(preset))
        {
            var request = ExampleRequest.Parse(text);
            var end = End().Match(remark);
            var later = end.Success
                ? DateTimeOffset.Parse(end.Groups[1].Value, CultureInfo.InvariantCulture)
                : FormatExampleResult.Now.AddYears(50);

            Assert.Equal(!end.Success, new ExampleEngine(json, later).Decide(request).IsAllowed);
            Assert.True(new ExampleEngine(json, later.AddSeconds(-1)).Decide(request).IsAllowed);
        }
    }

    [Theory]
    [MemberData(nameof(Presets))]
    public static void Shows_examples_that_are_denied_with_another_key(string preset)
    {
        var file = PresetFile.Find(preset);
        foreach (var (example, form) in FormatSections.ExamplesOf(preset).Zip(FormatExampleResult.FormsOf(file)))
        {
            var key = new ExampleKey(file, form);
            Assert.Contains(key.Text, example.Json, StringComparison.Ordinal);
            var other = example.Json.Replace(key.Text, key.OtherText, StringComparison.Ordinal);

            var decision = new ExampleEngine(other, FormatExampleResult.Now).Decide(ExampleRequest.Parse(example.Request));

            Assert.Equal((false, DenyReason.InvalidToken), (decision.IsAllowed, decision.Reason));
        }
    }

    [GeneratedRegex("From (\\S+) on it is denied as `expired`")]
    private static partial Regex End();
}

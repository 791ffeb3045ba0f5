using System.Globalization;
using System.Text.RegularExpressions;
using TokenAuthz.Signing;
using TokenAuthz.Signing.Presets;

namespace TokenAuthz.Tests.Formats;

/// <summary>docs/formats.md is made of the files of the presets, and each of its examples works as it stands.</summary>
public static partial class FormatsPageTests
{
    private const string Page = FormatSections.Page;

    public static TheoryData<string> Presets { get; } = [.. PresetCatalog.Names];

    [Fact]
    public static void Is_made_of_the_files_of_the_presets() => GeneratedPage.AssertIs(Page, FormatsPage.Write());

    [Theory]
    [MemberData(nameof(Presets))]
    public static void Shows_examples_that_work(string preset)
    {
        var engine = new ExampleEngine(FormatSections.JsonOf(preset), FormatExampleResult.Now);
        var requests = FormatSections.RequestsOf(preset);
        Assert.NotEmpty(requests);
        Assert.Equal(requests.Length, FormatSections.RemarksOf(preset).Length);
        foreach (var (request, remark) in requests.Zip(FormatSections.RemarksOf(preset)))
        {
            var decision = engine.Decide(ExampleRequest.Parse(request));

            Assert.True(decision.IsAllowed, $"{preset}: {decision.Reason?.Code()}");
            Assert.Contains($"Allowed by the key `{decision.Key!.Id}`.", remark, StringComparison.Ordinal);
        }
    }

    [Theory]
    [MemberData(nameof(Presets))]
    public static void Says_when_its_examples_end(string preset)
    {
        foreach (var (text, remark) in FormatSections.RequestsOf(preset).Zip(FormatSections.RemarksOf(preset)))
        {
            var (json, request) = (FormatSections.JsonOf(preset), ExampleRequest.Parse(text));
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
        var key = new ExampleKey(file.Example, file.Preset.Forms.FirstOrDefault(file.Preset));
        var json = FormatSections.JsonOf(preset);
        Assert.Contains(key.Text, json, StringComparison.Ordinal);
        var engine = new ExampleEngine(json.Replace(key.Text, key.OtherText, StringComparison.Ordinal), FormatExampleResult.Now);
        foreach (var request in FormatSections.RequestsOf(preset))
        {
            var decision = engine.Decide(ExampleRequest.Parse(request));

            Assert.Equal((false, DenyReason.InvalidToken), (decision.IsAllowed, decision.Reason));
        }
    }

    [GeneratedRegex("From (\\S+) on it is denied as `expired`")]
    private static partial Regex End();
}

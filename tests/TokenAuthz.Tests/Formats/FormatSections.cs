using System.Collections.Immutable;
using System.Text.RegularExpressions;
using TokenAuthz.Signing.Presets;

namespace TokenAuthz.Tests.Formats;

/// <summary>The sections of docs/formats.md, by the names of the presets.</summary>
internal static class FormatSections
{
    /// <summary>The page.</summary>
    public const string Page = "docs/formats.md";

    private static readonly ImmutableDictionary<string, string> All = Repository.Read(Page).Split("\n## ")[1..]
        .Where(section => PresetCatalog.TryFind(section.Split('\n')[0], out _))
        .ToImmutableDictionary(section => section.Split('\n')[0]);

    /// <summary>The configuration of a section.</summary>
    public static string JsonOf(string preset) => Assert.Single(Blocks(preset, "json"));

    /// <summary>The requests of a section: one for each form of the token.</summary>
    public static ImmutableArray<string> RequestsOf(string preset) => [.. Blocks(preset, "http").Select(Whole)];

    /// <summary>What a section says below its requests.</summary>
    public static ImmutableArray<string> RemarksOf(string preset) =>
        [.. Regex.Matches(All[preset], "^Allowed by the key .*$", RegexOptions.Multiline).Select(line => line.Value)];

    private static IEnumerable<string> Blocks(string preset, string language) => All.TryGetValue(preset, out var section)
        ? section.Split($"```{language}\n")[1..].Select(block => block.Split("\n```")[0])
        : [];

    // A request without a body ends in an empty line, which the page leaves out.
    private static string Whole(string request) => request.Contains("\n\n", StringComparison.Ordinal) ? request : request + "\n\n";
}

using System.Collections.Immutable;
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

    /// <summary>The examples of a section: one for each form of the token.</summary>
    public static IEnumerable<FormatExample> ExamplesOf(string preset)
    {
        if (!All.TryGetValue(preset, out var section)) yield break;
        var json = "";
        foreach (var block in section.Split("```")[1..])
        {
            if (block.StartsWith("json\n", StringComparison.Ordinal)) json = block["json\n".Length..];
            if (!block.StartsWith("http\n", StringComparison.Ordinal)) continue;
            var request = block["http\n".Length..^1];
            var remark = section[(section.IndexOf(block, StringComparison.Ordinal) + block.Length)..].Split("```")[1];
            yield return new(json, Whole(request), remark);
        }
    }

    // A request without a body ends in an empty line, which the page leaves out.
    private static string Whole(string request) => request.Contains("\n\n", StringComparison.Ordinal) ? request : request + "\n\n";
}

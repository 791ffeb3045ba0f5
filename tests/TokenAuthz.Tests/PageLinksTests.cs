using System.Collections.Immutable;
using System.Text.RegularExpressions;

namespace TokenAuthz.Tests;

/// <summary>Every link of a page to a file or a heading of the repository leads to one.</summary>
public static partial class PageLinksTests
{
    public static TheoryData<string> Pages { get; } =
    [
        "README.md", "SECURITY.md", "CONTRIBUTING.md", "tests/TokenAuthz.Benchmarks/README.md",
        .. new[] { "docs", "examples", "charts" }.SelectMany(folder => Repository.Find(folder, "*.md")),
    ];

    [Theory]
    [MemberData(nameof(Pages))]
    public static void Lead_to_a_file_and_a_heading(string page)
    {
        var broken = Link().Matches(WithoutCode(Repository.Read(page)))
            .Where(link => !Exists(page, link.Groups["file"].Value, link.Groups["heading"].Value));

        Assert.True(!broken.Any(), $"{page}: {string.Join(' ', broken)}");
    }

    private static bool Exists(string page, string file, string heading)
    {
        var path = file.Length == 0 ? page : Path.Combine(Path.GetDirectoryName(page)!, file);
        if (!Path.Exists(Repository.PathOf(path))) return false;
        return heading.Length == 0 || HeadingsOf(path).Contains(heading);
    }

    // As GitHub names them: in lower case, without punctuation, with dashes for blanks.
    private static ImmutableArray<string> HeadingsOf(string path) =>
        [.. Heading().Matches(WithoutCode(Repository.Read(path))).Select(match => NameOf(match.Groups[1].Value))];

    private static string NameOf(string heading) => Punctuation().Replace(heading.ToLowerInvariant(), "").Replace(' ', '-');

    private static string WithoutCode(string text) => CodeBlock().Replace(text, "");

    [GeneratedRegex(@"\]\((?!https?:)(?<file>[^)#]*)(#(?<heading>[^)]*))?\)")]
    private static partial Regex Link();

    [GeneratedRegex("^#+ (.*)$", RegexOptions.Multiline)]
    private static partial Regex Heading();

    [GeneratedRegex(@"[^\w\- ]")]
    private static partial Regex Punctuation();

    [GeneratedRegex("^```.*?^```", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex CodeBlock();
}

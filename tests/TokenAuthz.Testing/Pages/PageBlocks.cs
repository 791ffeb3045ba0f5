using System.Collections.Immutable;
using System.Text.RegularExpressions;

namespace TokenAuthz.Testing.Pages;

/// <summary>The blocks of code that the project's pages show.</summary>
internal static class PageBlocks
{
    /// <summary>The blocks of a language, in their order.</summary>
    public static ImmutableArray<string> Of(string page, string language) =>
        [.. Regex.Matches(Repository.Read(page), $"^```{language}\n(.*?)^```", RegexOptions.Singleline | RegexOptions.Multiline)
            .Select(block => block.Groups[1].Value)];

    /// <summary>The commands of the <c>console</c> blocks, each with the answer below it.</summary>
    public static ImmutableArray<(string Command, string Answer)> Exchanges(string page) =>
    [
        .. Of(page, "console").SelectMany(block => block.Split("$ ", StringSplitOptions.RemoveEmptyEntries))
            .Select(exchange => exchange.TrimEnd().Split('\n', 2))
            .Select(parts => (parts[0], parts.ElementAtOrDefault(1) ?? "")),
    ];

    /// <summary>The lines of the <c>bash</c> blocks; a backslash joins a line with the next.</summary>
    public static ImmutableArray<string> Lines(string page) =>
    [
        .. Of(
            page,
            "bash").SelectMany(
                block => block.Replace("\\\n", "", StringComparison.Ordinal).Split('\n', StringSplitOptions.RemoveEmptyEntries)),
    ];
}

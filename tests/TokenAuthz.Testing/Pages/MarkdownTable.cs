using System.Collections.Immutable;
using System.Text.RegularExpressions;

namespace TokenAuthz.Testing.Pages;

/// <summary>The tables of the project's pages.</summary>
internal static partial class MarkdownTable
{
    /// <summary>The rows of a table, a text for each column; an escaped bar is a bar.</summary>
    /// <param name="file">The page.</param>
    /// <param name="heading">The heading of the first column; of several tables with that heading the first is read.</param>
    public static ImmutableArray<string[]> Read(string file, string heading) =>
    [
        .. Repository.Read(file).Split('\n')
            .SkipWhile(line => !line.StartsWith($"| {heading} |", StringComparison.Ordinal))
            .Skip(2)
            .TakeWhile(line => line.StartsWith('|'))
            .Select(line => Bar().Split(line)[1..^1].Select(cell => cell.Trim().Replace("\\|", "|", StringComparison.Ordinal)).ToArray()),
    ];

    /// <summary>The words between backticks.</summary>
    public static IEnumerable<string> Words(string cell) => Code().Matches(cell).Select(word => word.Groups[1].Value);

    /// <summary>The words between backticks in the first column.</summary>
    public static IEnumerable<string> Names(string file, string heading) => Read(file, heading).SelectMany(row => Words(row[0]));

    [GeneratedRegex(@"(?<!\\)\|")]
    private static partial Regex Bar();

    [GeneratedRegex("`([^`]+)`")]
    private static partial Regex Code();
}

using System.Collections.Immutable;
using System.Text.RegularExpressions;

namespace TokenAuthz.Tests;

/// <summary>What a page has a reader type into a shell.</summary>
internal static partial class ConsoleBlocks
{
    /// <summary>The commands of the <c>console</c> blocks, each with the answer that is shown below it.</summary>
    public static ImmutableArray<(string Command, string Answer)> Exchanges(string page) =>
    [
        .. ConsoleBlock().Matches(Repository.Read(page)).SelectMany(block => block.Groups[1].Value.Split("$ ", StringSplitOptions.RemoveEmptyEntries))
            .Select(exchange => exchange.TrimEnd().Split('\n', 2))
            .Select(parts => (parts[0], parts.ElementAtOrDefault(1) ?? "")),
    ];

    /// <summary>The lines of the <c>bash</c> blocks; a line that goes on below is one.</summary>
    public static ImmutableArray<string> Lines(string page) =>
        [.. BashBlock().Matches(Repository.Read(page)).SelectMany(block => block.Groups[1].Value.Replace("\\\n", "", StringComparison.Ordinal).Split('\n', StringSplitOptions.RemoveEmptyEntries))];

    [GeneratedRegex("```console\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex ConsoleBlock();

    [GeneratedRegex("```bash\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex BashBlock();
}

using System.Collections.Immutable;
using TokenAuthz.Engine.Configuration;
using TokenAuthz.Signing.Presets;

namespace TokenAuthz.Commands;

/// <summary>The presets that <c>token-authz presets</c> lists: all, those of a kind, those that a word finds.</summary>
internal static class PresetList
{
    /// <summary>The presets of a kind that a word finds.</summary>
    /// <param name="kind">The kind; null for all.</param>
    /// <param name="word">A text in the name, an alias or the provider; null for all.</param>
    /// <exception cref="CommandException">There is no such kind, or the word finds nothing.</exception>
    public static ImmutableArray<PresetEntry> Find(string? kind, string? word)
    {
        var kinds = PresetCatalog.Entries.Select(entry => entry.Kind).Distinct().Order(StringComparer.Ordinal).ToArray();
        if (kind is not null && !kinds.Contains(kind, StringComparer.OrdinalIgnoreCase))
            throw new CommandException($"there is no kind {kind}; {Suggestion.For(kind, kinds)}write one of {string.Join(", ", kinds)}");

        ImmutableArray<PresetEntry> found =
        [
            .. PresetCatalog.Entries.Where(entry =>
                (kind is null || entry.Kind.Equals(kind, StringComparison.OrdinalIgnoreCase)) && (word is null || entry.Contains(word))),
        ];
        if (found.IsEmpty)
        {
            throw new CommandException(
                $"there is no preset {word}; {Suggestion.For(word!, [.. PresetCatalog.Words])}token-authz presets lists them");
        }

        return found;
    }

    /// <summary>Writes the presets, those of a kind below its name.</summary>
    public static async Task WriteAsync(IEnumerable<PresetEntry> presets)
    {
        foreach (var kind in presets.GroupBy(preset => preset.Kind).OrderBy(kind => kind.Key, StringComparer.Ordinal))
        {
            await Console.Out.WriteLineAsync($"{kind.Key}:");
            foreach (var preset in kind)
                await Console.Out.WriteLineAsync($"  {preset.Name,-28}{preset.Definition.Description}{AliasesOf(preset)}");
        }
    }

    private static string AliasesOf(PresetEntry preset) =>
        preset.Aliases.IsEmpty ? "" : $" Also: {string.Join(", ", preset.Aliases)}.";
}

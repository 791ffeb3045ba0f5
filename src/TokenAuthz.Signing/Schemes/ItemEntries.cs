using System.Collections.Immutable;

namespace TokenAuthz.Signing.Schemes;

/// <summary>The entries of the setting <c>Items</c>, before they are parsed.</summary>
internal static class ItemEntries
{
    /// <summary>
    /// Puts a user's entries in the place of a preset's entries for the same text, such as <c>payload|from_base64url</c>, and keeps the
    /// preset's others, so that a user who reads one more claim does not lose a check of the preset.
    /// </summary>
    public static ImmutableArray<string> Merge(ImmutableArray<string> preset, ImmutableArray<string> given)
    {
        var byText = given.ToLookup(TextOf);
        var texts = preset.Select(TextOf).ToHashSet(StringComparer.Ordinal);
        var inPlace = preset.SelectMany((entry, i) => byText[TextOf(entry)] switch
        {
            var entries when !entries.Any() => [entry],
            var entries => preset[..i].Any(before => TextOf(before) == TextOf(entry)) ? [] : entries,
        });
        return [.. inPlace, .. given.Where(entry => !texts.Contains(TextOf(entry)))];
    }

    private static string TextOf(string entry) => entry.TrimStart().Split(' ')[0];
}

using System.Collections.Immutable;
using System.Runtime.CompilerServices;

namespace TokenAuthz.Signing.Filters;

/// <summary>The filters by their names.</summary>
internal static class TextFilters
{
    // Each filter can triple a text, so that their number has to be bounded.
    private const int MaxCount = 8;

    private static readonly ImmutableSortedDictionary<string, TextFilter> ByName =
        new[] { DigestFilters.All, EncodingFilters.All, PercentFilters.All, PlainFilters.All }
            .SelectMany(filters => filters)
            .ToImmutableSortedDictionary(StringComparer.Ordinal);

    /// <summary>The names, in the order of the alphabet.</summary>
    public static IEnumerable<string> Names =>
        [.. ByName.Keys, .. ArgumentFilters.All.Select(filter => $"{filter.Name}:{filter.Argument}")];

    /// <summary>Takes a name and the filters behind it apart: <c>body|sha256|hex</c>.</summary>
    /// <exception cref="FormatException">There is no such filter, or there are more than eight.</exception>
    public static (string Name, ImmutableArray<TextFilter> Filters) Split(string text)
    {
        var parts = text.Split('|');
        if (parts.Length > MaxCount + 1) throw new FormatException($"'{text}' has more than {MaxCount} filters");
        return (parts[0], [.. parts[1..].Select(Find)]);
    }

    /// <summary>Appends a text, each filter applied to the result of the one before.</summary>
    /// <returns>False when a filter refuses the text as ill-formed.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool TryAppend(this ImmutableArray<TextFilter> filters, ref ByteWriter writer, scoped ReadOnlySpan<byte> text)
    {
        if (!filters.IsEmpty) return filters.TryAppendFiltered(ref writer, text);
        writer.Append(text);
        return true;
    }

    private static bool TryAppendFiltered(this ImmutableArray<TextFilter> filters, ref ByteWriter writer, scoped ReadOnlySpan<byte> text)
    {
        var start = writer.Length;
        return filters[0].TryAppend(ref writer, text) && filters.TryApply(ref writer, start, from: 1);
    }

    /// <summary>Applies each filter to the result of the one before.</summary>
    /// <param name="writer">Holds the text from <paramref name="start"/> on, and then the result.</param>
    /// <param name="from">The first filter to apply.</param>
    /// <returns>False when a filter refuses the text as ill-formed.</returns>
    public static bool TryApply(this ImmutableArray<TextFilter> filters, ref ByteWriter writer, int start, int from = 0)
    {
        for (; from < filters.Length; from++)
        {
            if (!filters[from].TryApply(ref writer, start)) return false;
        }

        return true;
    }

    /// <summary>The form of the result of all filters.</summary>
    public static TextForm FormOf(this ImmutableArray<TextFilter> filters, TextForm form) =>
        filters.Aggregate(form, (result, filter) => filter.FormOf(result));

    /// <summary>What of a text the result of all filters does not tell.</summary>
    public static FilterLoss Loss(this ImmutableArray<TextFilter> filters) =>
        filters.Select(filter => filter.Loss).DefaultIfEmpty().Max();

    private static TextFilter Find(string name)
    {
        if (ByName.TryGetValue(name, out var filter)) return filter;
        foreach (var (begin, _, make) in ArgumentFilters.All)
        {
            if (name.StartsWith($"{begin}:", StringComparison.Ordinal) && make(name[(begin.Length + 1)..]) is { } made) return made;
        }

        throw new FormatException($"'{name}' is no filter: write {string.Join(", ", Names)}");
    }
}

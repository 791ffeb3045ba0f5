using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using TokenAuthz.Signing.Requests;

namespace TokenAuthz.Signing.Filters;

/// <summary>The filters with an argument behind a colon: <c>first:8</c>.</summary>
internal static class ArgumentFilters
{
    /// <summary>Each filter, with a word for its argument and what makes it; null when the argument is ill-formed.</summary>
    public static ImmutableArray<(string Name, string Argument, Func<string, TextFilter?> Make)> All { get; } =
    [
        ("first", "N", First),
        ("until", "TEXT", Until),
        ("segment", "N", Segment),
        ("map", "TEXT=RESULT,...", Map),
        ("decode", "CHARACTERS", PercentFilters.DecodeOnly),
    ];

    // The first bytes of a text, or all of a shorter one.
    private static TextFilter? First(string argument) =>
        int.TryParse(argument, NumberStyles.None, CultureInfo.InvariantCulture, out var count) && count > 0
            ? Part(text => Math.Min(count, text.Length), form => form.IsFixed)
            : null;

    // The text up to where another one first occurs, or all of it.
    private static TextFilter? Until(string argument)
    {
        var end = Encoding.UTF8.GetBytes(argument);
        return end.Length == 0 ? null : Part(text => text.IndexOf(end) is >= 0 and var length ? length : text.Length, _ => false);
    }

    // A segment of a path, the first one for 1. A path that servers could take for another one has none.
    private static TextFilter? Segment(string argument)
    {
        if (!int.TryParse(argument, NumberStyles.None, CultureInfo.InvariantCulture, out var number) || number == 0) return null;
        return new((path, result) => CopySegment(path, result, number), length => length)
        {
            Loss = FilterLoss.Content,
            FormOf = form => new() { Bytes = form.Bytes.Remove((byte)'/') },
        };
    }

    private static int CopySegment(ReadOnlySpan<byte> path, Span<byte> result, int number)
    {
        if (RequestPath.IsAmbiguous(path)) return -1;
        foreach (var segment in path[1..].Split((byte)'/'))
        {
            if (--number == 0) return Copy(path[1..][segment], result);
        }

        return -1;
    }

    private static TextFilter Part(LengthOf lengthOf, Func<TextForm, bool> isFixed) => new(
        (text, result) => Copy(text[..lengthOf(text)], result), length => length)
    {
        Loss = FilterLoss.Content,
        FormOf = form => new() { Bytes = form.Bytes, IsFixed = isFixed(form), MayBeRestricted = form.MayBeRestricted },
    };

    // The result that a text has in a list. A text that is not in it is ill-formed.
    private static TextFilter? Map(string argument)
    {
        string[][] entries = [.. argument.Split(',').Select(entry => entry.Split('=', 2))];
        if (entries.Any(entry => entry.Length < 2) || entries.DistinctBy(entry => entry[0]).Count() < entries.Length) return null;
        ImmutableArray<(byte[] Text, byte[] Result)> results =
            [.. entries.Select(entry => (Encoding.UTF8.GetBytes(entry[0]), Encoding.UTF8.GetBytes(entry[1])))];
        var longest = results.Max(entry => entry.Result.Length);
        return new(
            (text, result) =>
            {
                foreach (var (known, mapped) in results.AsSpan())
                {
                    if (text.SequenceEqual(known)) return Copy(mapped, result);
                }

                return -1;
            },
            _ => longest)
        {
            Loss = FilterLoss.Content,
            FormOf = _ => new() { Bytes = [.. results.SelectMany(entry => entry.Result)] },
        };
    }

    private static int Copy(ReadOnlySpan<byte> text, Span<byte> result)
    {
        text.CopyTo(result);
        return text.Length;
    }

    private delegate int LengthOf(ReadOnlySpan<byte> text);
}

using System.Buffers.Binary;
using TokenAuthz.Signing.Requests;

namespace TokenAuthz.Signing.Filters;

/// <summary>The filters that change letters, or take a part of a text.</summary>
internal static class PlainFilters
{
    private const byte Quote = (byte)'"';

    public static IReadOnlyDictionary<string, TextFilter> All { get; } = new Dictionary<string, TextFilter>
    {
        ["lower"] = OfLetters(char.ToLowerInvariant),
        ["upper"] = OfLetters(char.ToUpperInvariant),
        ["trim"] = new(Trim, length => length)
        {
            Loss = FilterLoss.Spelling,
            FormOf = form => new() { Bytes = form.Bytes, MayBeRestricted = form.MayBeRestricted },
        },
        ["normalize"] = new(PathText.Normalize, length => length + 1)
        {
            Loss = FilterLoss.Spelling,
            FormOf = form => new() { Bytes = form.Bytes.Add((byte)'/'), Start = (byte)'/' },
        },
        ["with_slash"] = new(PathText.WithSlash, length => length + 1)
        {
            Loss = FilterLoss.Spelling,
            FormOf =
                form => new() { Bytes = form.Bytes.Add((byte)'/'), Start = form.Start is (byte)'/' ? form.Start : null, End = (byte)'/' },
        },
        ["utc_date"] = new(DateText.Write, _ => DateText.Length)
        {
            Loss = FilterLoss.Content,
            FormOf = _ => new() { Bytes = HttpBytes.Of("0123456789-"), IsFixed = true },
        },
        ["without_ending"] = new(WithoutEnding, length => length)
        {
            Loss = FilterLoss.Content,
            FormOf = form => new() { Bytes = form.Bytes },
        },
        ["length_prefixed"] = new(PrefixLength, length => length + sizeof(ulong))
        {
            FormOf = _ => new() { Bytes = HttpBytes.All, EndsItself = true },
        },
        ["without_port"] = new((host, result) => Copy(HostText.WithoutPort(host), result), length => length)
        {
            Loss = FilterLoss.Spelling,
            FormOf = form => new() { Bytes = form.Bytes, MayBeRestricted = form.MayBeRestricted },
        },
        ["sort_lines"] = new(SortedLines.Join, length => length) { FormOf = _ => TextForm.Any, Joins = true },
        ["letters"] = new(Separate, length => 2 * length) { FormOf = _ => TextForm.Any, MakesList = true },
        ["json"] = new(JsonText.Quote, JsonText.MaxQuotedLength)
        {
            FormOf = _ => new() { Bytes = JsonText.Bytes, Start = Quote, End = Quote, EndsItself = true },
        },
    };

    // As PASETO joins texts (version 4, pre-authentication encoding).
    private static int PrefixLength(ReadOnlySpan<byte> text, Span<byte> result)
    {
        BinaryPrimitives.WriteUInt64LittleEndian(result, (ulong)text.Length);
        text.CopyTo(result[sizeof(ulong)..]);
        return sizeof(ulong) + text.Length;
    }

    // The ending begins at the last dot; a text that begins with its only dot has none.
    private static int WithoutEnding(ReadOnlySpan<byte> text, Span<byte> result)
    {
        var dot = text.LastIndexOf((byte)'.');
        return Copy(dot > 0 ? text[..dot] : text, result);
    }

    private static TextFilter OfLetters(Func<char, char> change)
    {
        byte[] changed = [.. Enumerable.Range(0, 256).Select(value => value < 128 ? (byte)change((char)value) : (byte)value)];
        return new((text, result) => Map(text, result, changed), length => length)
        {
            Loss = FilterLoss.Content,
            FormOf = form => form with
            {
                Bytes = [.. form.Bytes.Select(value => changed[value])],
                Start = form.Start is { } start ? changed[start] : null,
                End = form.End is { } end ? changed[end] : null,
                EndsItself = false,
            },
        };
    }

    private static int Map(ReadOnlySpan<byte> text, Span<byte> result, byte[] changed)
    {
        for (var i = 0; i < text.Length; i++) result[i] = changed[text[i]];
        return text.Length;
    }

    private static int Trim(ReadOnlySpan<byte> text, Span<byte> result) => Copy(text.Trim(" \t"u8), result);

    // A list of the letters, with a zero byte between two, as of several texts.
    private static int Separate(ReadOnlySpan<byte> text, Span<byte> result)
    {
        if (text.Contains((byte)0)) return -1;
        var length = 0;
        foreach (var letter in text)
        {
            if (length > 0) result[length++] = 0;
            result[length++] = letter;
        }

        return length;
    }

    private static int Copy(ReadOnlySpan<byte> text, Span<byte> result)
    {
        text.CopyTo(result);
        return text.Length;
    }
}

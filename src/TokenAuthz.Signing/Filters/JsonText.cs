using System.Collections.Immutable;
using System.Text.Unicode;
using TokenAuthz.Signing.Requests;

namespace TokenAuthz.Signing.Filters;

/// <summary>A text as a string of JSON (RFC 8259, section 7), with the fewest escapes, as <c>JSON.stringify</c> writes it.</summary>
internal static class JsonText
{
    // The escape \u001f, and two quotes.
    private const int MaxEscape = 6;

    /// <summary>The bytes that the string can hold: no control characters.</summary>
    public static ImmutableHashSet<byte> Bytes { get; } = [.. HttpBytes.All.Where(value => value >= 0x20)];

    public static int MaxQuotedLength(int length) => (MaxEscape * length) + 2;

    /// <summary>Writes the string with its quotes.</summary>
    /// <param name="text">The text in UTF-8.</param>
    /// <param name="result">Room for <see cref="MaxQuotedLength"/> bytes.</param>
    /// <returns>How many bytes were written; -1 when the text is not UTF-8.</returns>
    public static int Quote(ReadOnlySpan<byte> text, Span<byte> result)
    {
        if (!Utf8.IsValid(text)) return -1;
        var length = 0;
        result[length++] = (byte)'"';
        foreach (var value in text) length += Escape(value, result[length..]);
        result[length++] = (byte)'"';
        return length;
    }

    private static int Escape(byte value, Span<byte> result)
    {
        var letter = value switch
        {
            (byte)'"' or (byte)'\\' => value,
            (byte)'\b' => (byte)'b',
            (byte)'\f' => (byte)'f',
            (byte)'\n' => (byte)'n',
            (byte)'\r' => (byte)'r',
            (byte)'\t' => (byte)'t',
            < 0x20 => (byte)'u',
            _ => (byte)0,
        };
        result[0] = letter == 0 ? value : (byte)'\\';
        if (letter == 0) return 1;
        result[1] = letter;
        if (letter != 'u') return 2;
        "00"u8.CopyTo(result[2..]);
        _ = Convert.TryToHexStringLower([value], result[4..], out _);
        return MaxEscape;
    }
}

using System.Buffers;
using System.Text;
using TokenAuthz.Signing.Requests;

namespace TokenAuthz.Signing.StructuredFields;

/// <summary>The length of the bare item that a text begins with; 0 when the text does not begin with one of that type.</summary>
internal static class BareItemLength
{
    private const int MaxIntegerDigits = 15;
    private const int MaxDigitsBeforePoint = 12;
    private const int MaxDigitsBehindPoint = 3;

    private static readonly SearchValues<byte> TokenBytes = SearchValues.Create(
        "!#$%&'*+-.^_`|~:/0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"u8);

    private static readonly SearchValues<byte> Base64Bytes = SearchValues.Create(
        "+/0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"u8);

    // The last letter of base64 whose final group has three, or two, letters: its unused bits are zero (RFC 4648, section 3.5).
    private static readonly SearchValues<byte> EndsOfThree = SearchValues.Create("AEIMQUYcgkosw048"u8);
    private static readonly SearchValues<byte> EndsOfTwo = SearchValues.Create("AQgw"u8);

    /// <summary>An integer or a decimal (RFC 9651, section 4.2.4).</summary>
    public static (BareItemKind Kind, int Length) OfNumber(ReadOnlySpan<byte> text)
    {
        var sign = text[0] == '-' ? 1 : 0;
        var digits = DigitsOf(text[sign..]);
        var end = sign + digits;
        if (end == text.Length || text[end] != '.')
            return (BareItemKind.Integer, digits is > 0 and <= MaxIntegerDigits ? end : 0);
        var fraction = DigitsOf(text[(end + 1)..]);
        var isDecimal = digits is > 0 and <= MaxDigitsBeforePoint && fraction is > 0 and <= MaxDigitsBehindPoint;
        return (BareItemKind.Decimal, isDecimal ? end + 1 + fraction : 0);
    }

    /// <summary>A date: <c>@</c> and an integer (RFC 9651, section 4.2.9).</summary>
    public static int OfDate(ReadOnlySpan<byte> text)
    {
        if (text is not [_, (byte)'-' or (>= (byte)'0' and <= (byte)'9'), ..]) return 0;
        var (kind, length) = OfNumber(text[1..]);
        return kind is BareItemKind.Integer && length > 0 ? 1 + length : 0;
    }

    /// <summary>A token: it begins with a letter or an asterisk (RFC 9651, section 4.2.6).</summary>
    public static int OfToken(ReadOnlySpan<byte> text) =>
        text is [(byte)'*' or (>= (byte)'A' and <= (byte)'Z') or (>= (byte)'a' and <= (byte)'z'), ..] ? LengthOf(text, TokenBytes) : 0;

    /// <summary>A string. A backslash escapes a quote or another backslash, and nothing else (RFC 9651, section 4.2.5).</summary>
    public static int OfString(ReadOnlySpan<byte> text)
    {
        for (var i = 1; i < text.Length; i++)
        {
            if (text[i] == '"') return i + 1;
            if (text[i] is < 0x20 or > 0x7e) return 0;
            if (text[i] == '\\' && (++i == text.Length || text[i] is not ((byte)'"' or (byte)'\\'))) return 0;
        }

        return 0;
    }

    /// <summary>
    /// Base64 between colons, with all of its padding or none (RFC 9651, section 4.2.7). Unused bits have to be zero, so that no
    /// second spelling of the same bytes passes.
    /// </summary>
    public static int OfBytes(ReadOnlySpan<byte> text)
    {
        var letters = LengthOf(text[1..], Base64Bytes);
        var padding = LengthOf(text[(1 + letters)..], (byte)'=');
        var end = 1 + letters + padding;
        var hasFullPadding = padding == 0 || (padding <= 2 && (letters + padding) % 4 == 0);
        var hasZeroBits = (letters % 4) switch
        {
            0 => true,
            2 => EndsOfTwo.Contains(text[letters]),
            3 => EndsOfThree.Contains(text[letters]),
            _ => false,
        };
        return hasFullPadding && hasZeroBits && end < text.Length && text[end] == ':' ? end + 1 : 0;
    }

    /// <summary>A display string: UTF-8 whose escapes are in lower-case hex (RFC 9651, section 4.2.10).</summary>
    public static int OfDisplayString(ReadOnlySpan<byte> text)
    {
        if (text is not [_, (byte)'"', ..]) return 0;
        Span<byte> rune = stackalloc byte[4];
        var length = 0;
        for (var i = 2; i < text.Length; i++)
        {
            if (text[i] == '"') return length == 0 ? i + 1 : 0;
            if (text[i] is < 0x20 or > 0x7e) return 0;
            var value = text[i];
            if (value == '%')
            {
                var digits = text[(i + 1)..];
                if (!PercentEncoding.TryDecodePair(digits, out value) || digits[..2].ContainsAnyInRange((byte)'A', (byte)'F')) return 0;
                i += 2;
            }

            rune[length++] = value;
            var status = Rune.DecodeFromUtf8(rune[..length], out _, out _);
            if (status is OperationStatus.InvalidData) return 0;
            if (status is OperationStatus.Done) length = 0;
        }

        return 0;
    }

    private static int DigitsOf(ReadOnlySpan<byte> text)
    {
        var end = text.IndexOfAnyExceptInRange((byte)'0', (byte)'9');
        return end < 0 ? text.Length : end;
    }

    private static int LengthOf(ReadOnlySpan<byte> text, SearchValues<byte> allowed)
    {
        var end = text.IndexOfAnyExcept(allowed);
        return end < 0 ? text.Length : end;
    }

    private static int LengthOf(ReadOnlySpan<byte> text, byte allowed)
    {
        var end = text.IndexOfAnyExcept(allowed);
        return end < 0 ? text.Length : end;
    }
}

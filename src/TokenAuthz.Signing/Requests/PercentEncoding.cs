namespace TokenAuthz.Signing.Requests;

/// <summary>Percent-encoding (RFC 3986, section 2.1) over bytes.</summary>
public static class PercentEncoding
{
    /// <summary>Reads the two hex digits behind a percent sign.</summary>
    public static bool TryDecodePair(ReadOnlySpan<byte> digits, out byte value)
    {
        value = 0;
        if (digits.Length < 2) return false;
        var (high, low) = (FromHex(digits[0]), FromHex(digits[1]));
        value = (byte)((high << 4) | low);
        return (high | low) >= 0;
    }

    /// <summary>Decodes text.</summary>
    /// <param name="text">The text as on the wire.</param>
    /// <param name="decoded">Room for as many bytes as <paramref name="text"/> has.</param>
    /// <param name="written">How many bytes were written.</param>
    /// <returns>False when a percent sign is not followed by two hex digits.</returns>
    public static bool TryDecode(ReadOnlySpan<byte> text, Span<byte> decoded, out int written) =>
        TryDecode(text, decoded, plus: (byte)'+', out written);

    /// <summary>Decodes text of a form, where a plus sign is a blank (WHATWG URL, application/x-www-form-urlencoded).</summary>
    /// <param name="text">The text as on the wire.</param>
    /// <param name="decoded">Room for as many bytes as <paramref name="text"/> has.</param>
    /// <param name="written">How many bytes were written.</param>
    /// <returns>False when a percent sign is not followed by two hex digits.</returns>
    internal static bool TryDecodeForm(ReadOnlySpan<byte> text, Span<byte> decoded, out int written) =>
        TryDecode(text, decoded, plus: (byte)' ', out written);

    private static bool TryDecode(ReadOnlySpan<byte> text, Span<byte> decoded, byte plus, out int written)
    {
        written = 0;
        for (var i = 0; i < text.Length; i++)
        {
            var value = text[i] == '+' ? plus : text[i];
            if (value == '%')
            {
                if (!TryDecodePair(text[(i + 1)..], out value)) return false;
                i += 2;
            }

            decoded[written++] = value;
        }

        return true;
    }

    /// <summary>The most bytes that a text can have once it is encoded.</summary>
    internal static int MaxEncodedLength(int length) => 3 * length;

    /// <summary>Writes a byte, escaped in upper case unless it is unreserved.</summary>
    /// <param name="value">The byte.</param>
    /// <param name="text">Room for 3 bytes.</param>
    /// <param name="keepsSlash">Whether a slash stays as it is.</param>
    /// <returns>How many bytes were written.</returns>
    internal static int Encode(byte value, Span<byte> text, bool keepsSlash)
    {
        text[0] = value;
        if (IsUnreserved(value) || (keepsSlash && value == '/')) return 1;
        text[0] = (byte)'%';
        _ = Convert.TryToHexString([value], text[1..], out _);
        return 3;
    }

    /// <summary>Whether a character never needs to be encoded (RFC 3986, section 2.3).</summary>
    public static bool IsUnreserved(byte value) =>
        char.IsAsciiLetterOrDigit((char)value) || value is (byte)'-' or (byte)'.' or (byte)'_' or (byte)'~';

    /// <summary>Whether a text encodes a character that needs no encoding.</summary>
    public static bool EscapesUnreserved(ReadOnlySpan<byte> text)
    {
        for (var percent = text.IndexOf((byte)'%'); percent >= 0; percent = text.IndexOf((byte)'%'))
        {
            text = text[(percent + 1)..];
            if (TryDecodePair(text, out var value) && IsUnreserved(value)) return true;
        }

        return false;
    }

    private static int FromHex(byte digit) => digit switch
    {
        >= (byte)'0' and <= (byte)'9' => digit - '0',
        >= (byte)'a' and <= (byte)'f' => digit - 'a' + 10,
        >= (byte)'A' and <= (byte)'F' => digit - 'A' + 10,
        _ => -1,
    };
}

using System.Buffers.Text;

namespace TokenAuthz.Signing.Encodings;

/// <summary>
/// An alphabet of base64 (RFC 4648), read strictly: bytes have one spelling, with its padding or without. The platform's decoder also
/// takes white space, and ignores bits of the last character that belong to no byte.
/// </summary>
internal sealed class Base64Text
{
    private const byte Stray = 0xff;
    private const string LettersAndDigits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

    private readonly byte[] _values = [.. Enumerable.Repeat(Stray, 256)];
    private readonly (byte Plus, byte Slash, byte Padding) _marks;

    private Base64Text(char plus, char slash, char padding)
    {
        _marks = ((byte)plus, (byte)slash, (byte)padding);
        Alphabet = $"{LettersAndDigits}{plus}{slash}";
        foreach (var (value, character) in Alphabet.Index()) _values[character] = (byte)value;
        Alphabet += padding;
    }

    /// <summary>The alphabet of section 4.</summary>
    public static Base64Text Plain { get; } = new('+', '/', '=');

    /// <summary>The alphabet of section 5, for URLs.</summary>
    public static Base64Text Url { get; } = new('-', '_', '=');

    /// <summary>The alphabet of CloudFront's signed URLs, whose padding is <c>_</c>.</summary>
    public static Base64Text CloudFront { get; } = new('-', '~', '_');

    /// <summary>The characters of a text, with the padding.</summary>
    public string Alphabet { get; }

    /// <summary>Writes bytes with their padding.</summary>
    /// <param name="bytes">The bytes.</param>
    /// <param name="text">Room for four thirds of the bytes, rounded up to a multiple of four.</param>
    /// <returns>How many characters were written.</returns>
    public int Write(ReadOnlySpan<byte> bytes, Span<byte> text)
    {
        _ = Base64.EncodeToUtf8(bytes, text, out _, out var length);
        text = text[..length];
        text.Replace((byte)'+', _marks.Plus);
        text.Replace((byte)'/', _marks.Slash);
        text.Replace((byte)'=', _marks.Padding);
        return length;
    }

    /// <summary>How many bytes a text is read to at most.</summary>
    public int SizeOf(ReadOnlySpan<byte> text) => text.TrimEnd(_marks.Padding).Length * 3 / 4;

    /// <summary>Reads bytes.</summary>
    /// <param name="text">The text.</param>
    /// <param name="bytes">Room for <see cref="SizeOf"/> bytes.</param>
    /// <returns>How many bytes were written; -1 when the text is ill-formed.</returns>
    public int Read(ReadOnlySpan<byte> text, Span<byte> bytes)
    {
        if (text.Length % 4 == 0 && !text.IsEmpty && text[^1] == _marks.Padding) text = text[..^(text[^2] == _marks.Padding ? 2 : 1)];
        if (text.Length % 4 == 1) return -1;

        var (bits, count, length) = (0u, 0, 0);
        foreach (var character in text)
        {
            var value = _values[character];
            if (value == Stray) return -1;
            bits = (bits << 6) | value;
            count += 6;
            if (count < 8) continue;
            count -= 8;
            bytes[length++] = (byte)(bits >> count);
            bits &= (1u << count) - 1;
        }

        return bits == 0 ? length : -1;
    }
}

namespace TokenAuthz.Signing.Algorithms;

/// <summary>A base64 (RFC 4648) of some letters, read strictly: no blanks, no bits that say nothing, all of the padding or none.</summary>
internal sealed class Base64Alphabet
{
    public static readonly Base64Alphabet Standard = new('+', '/', '=');
    public static readonly Base64Alphabet Url = new('-', '_', '=');
    public static readonly Base64Alphabet CloudFront = new('-', '~', '_');

    private const string Letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
    private const byte NoLetter = 0xff;

    private readonly byte[] _encode;
    private readonly byte[] _values = new byte[256];

    private Base64Alphabet(char letter62, char letter63, char padding)
    {
        _encode = [.. $"{Letters}{letter62}{letter63}".Select(letter => (byte)letter)];
        Padding = (byte)padding;
        _values.AsSpan().Fill(NoLetter);
        foreach (var (value, letter) in _encode.Index()) _values[letter] = (byte)value;
    }

    /// <summary>The letter of the padding.</summary>
    public byte Padding { get; }

    /// <summary>Writes bytes with their padding.</summary>
    /// <param name="text">Room for four letters for each three bytes.</param>
    /// <returns>How many letters were written.</returns>
    public int Write(ReadOnlySpan<byte> bytes, Span<byte> text)
    {
        _ = System.Buffers.Text.Base64.EncodeToUtf8(bytes, text, out _, out var written);
        text = text[..written];
        if (this == Standard) return written;
        text.Replace((byte)'+', _encode[62]);
        text.Replace((byte)'/', _encode[63]);
        text.Replace((byte)'=', Padding);
        return written;
    }

    /// <summary>Reads bytes.</summary>
    /// <param name="bytes">Room for the bytes of the text.</param>
    public bool TryRead(ReadOnlySpan<byte> text, Span<byte> bytes, out int written)
    {
        written = 0;
        var letters = text.TrimEnd(Padding);
        var padding = text.Length - letters.Length;
        if (letters.Length % 4 == 1 || (padding > 0 && (padding > 2 || text.Length % 4 != 0))) return false;
        if (bytes.Length < letters.Length * 3 / 4) return false;

        var (bits, count, seen) = (0u, 0, 0);
        foreach (var letter in letters)
        {
            var value = _values[letter];
            seen |= value;
            bits = (bits << 6) | value;
            count += 6;
            if (count < 8) continue;
            count -= 8;
            bytes[written++] = (byte)(bits >> count);
        }

        // The marker of what is no letter is the only value with its highest bit.
        return (seen & 0x80) == 0 && (bits & ((1u << count) - 1)) == 0;
    }
}

using System.Buffers.Text;
using System.Text;

namespace TokenAuthz.Signing.Digests;

/// <summary>Writes and compares signatures.</summary>
internal static class SignatureEncodings
{
    /// <summary>The longest text of a signature in bytes.</summary>
    public const int MaxLength = 2 * DigestAlgorithms.MaxSize;

    /// <summary>Writes a signature in full, with its padding.</summary>
    /// <param name="text">Room for <see cref="MaxLength"/> bytes.</param>
    /// <returns>How many bytes were written.</returns>
    public static int Write(this SignatureEncoding encoding, ReadOnlySpan<byte> signature, Span<byte> text)
    {
        int written;
        if (encoding is SignatureEncoding.Hex or SignatureEncoding.HexLower)
        {
            _ = Convert.TryToHexStringLower(signature, text, out written);
            return written;
        }

        _ = Base64.EncodeToUtf8(signature, text, out _, out written);
        if (encoding is SignatureEncoding.Base64) return written;
        text[..written].Replace((byte)'+', (byte)'-');
        text[..written].Replace((byte)'/', (byte)'_');
        return encoding is SignatureEncoding.Base64UrlPadded ? written : text[..written].TrimEnd((byte)'=').Length;
    }

    /// <summary>
    /// Whether a text is a signature, in time that depends on the text's length only. It is the text that is compared, and
    /// not its bytes, so that no second spelling of a signature passes.
    /// </summary>
    public static bool Matches(this SignatureEncoding encoding, ReadOnlySpan<byte> signature, ReadOnlySpan<byte> text)
    {
        Span<byte> expected = stackalloc byte[MaxLength];
        expected = expected[..encoding.Write(signature, expected)];
        if (encoding is SignatureEncoding.HexLower) return FixedTime.AreEqual(expected, text);
        if (encoding is SignatureEncoding.Hex)
        {
            Span<byte> lower = stackalloc byte[MaxLength];
            if (text.Length != expected.Length) return false;
            _ = Ascii.ToLower(text, lower, out var length);
            return length == text.Length && FixedTime.AreEqual(expected, lower[..length]);
        }

        // Padding is all there, or not at all.
        expected = expected.TrimEnd((byte)'=');
        if (text.Length == (expected.Length + 3) / 4 * 4) text = text.TrimEnd((byte)'=');
        return FixedTime.AreEqual(expected, text);
    }
}

using System.Buffers.Text;
using System.Diagnostics;
using System.Text;

namespace TokenAuthz.Signing.Algorithms;

/// <summary>Writes and compares signatures.</summary>
internal static class SignatureEncodings
{
    /// <summary>The longest text of a signature in bytes.</summary>
    public const int MaxLength = 2 * DigestAlgorithms.MaxSize;

    /// <summary>Writes a signature in full, with its padding.</summary>
    /// <param name="text">Room for <see cref="MaxLength"/> bytes.</param>
    /// <returns>How many bytes were written.</returns>
    public static int Write(this SignatureEncoding encoding, ReadOnlySpan<byte> signature, Span<byte> text) => encoding switch
    {
        SignatureEncoding.Hex or SignatureEncoding.HexLower => WriteHex(signature, text),
        SignatureEncoding.Base64 => WriteBase64(signature, text),
        SignatureEncoding.Base64Url => text[..WriteBase64Url(signature, text)].TrimEnd((byte)'=').Length,
        SignatureEncoding.Base64UrlPadded => WriteBase64Url(signature, text),
        _ => throw new UnreachableException(),
    };

    /// <summary>
    /// Whether a text is a signature, in time that depends on the text's length only. The texts are compared, and not their bytes,
    /// so that no second spelling of a signature passes.
    /// </summary>
    public static bool Matches(this SignatureEncoding encoding, ReadOnlySpan<byte> signature, ReadOnlySpan<byte> text)
    {
        Span<byte> expected = stackalloc byte[MaxLength];
        Span<byte> lower = stackalloc byte[MaxLength];
        expected = expected[..encoding.Write(signature, expected)];
        return encoding switch
        {
            SignatureEncoding.Hex => IsSameInAnyCase(expected, text, lower),
            SignatureEncoding.HexLower => FixedTime.AreEqual(expected, text),
            SignatureEncoding.Base64 or SignatureEncoding.Base64Url or SignatureEncoding.Base64UrlPadded =>
                IsSamePaddedOrNot(expected, text),
            _ => throw new UnreachableException(),
        };
    }

    private static bool IsSameInAnyCase(ReadOnlySpan<byte> expected, ReadOnlySpan<byte> text, Span<byte> lower)
    {
        if (text.Length != expected.Length) return false;
        _ = Ascii.ToLower(text, lower, out var length);
        return length == text.Length && FixedTime.AreEqual(expected, lower[..length]);
    }

    // A text has all of its padding, or none.
    private static bool IsSamePaddedOrNot(ReadOnlySpan<byte> expected, ReadOnlySpan<byte> text)
    {
        expected = expected.TrimEnd((byte)'=');
        if (text.Length == (expected.Length + 3) / 4 * 4) text = text.TrimEnd((byte)'=');
        return FixedTime.AreEqual(expected, text);
    }

    private static int WriteHex(ReadOnlySpan<byte> signature, Span<byte> text)
    {
        _ = Convert.TryToHexStringLower(signature, text, out var written);
        return written;
    }

    private static int WriteBase64(ReadOnlySpan<byte> signature, Span<byte> text)
    {
        _ = Base64.EncodeToUtf8(signature, text, out _, out var written);
        return written;
    }

    private static int WriteBase64Url(ReadOnlySpan<byte> signature, Span<byte> text)
    {
        var written = WriteBase64(signature, text);
        text[..written].Replace((byte)'+', (byte)'-');
        text[..written].Replace((byte)'/', (byte)'_');
        return written;
    }
}

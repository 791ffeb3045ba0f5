using System.Diagnostics;
using TokenAuthz.Signing.Encodings;

namespace TokenAuthz.Signing.Algorithms;

/// <summary>Writes and reads signatures.</summary>
internal static class SignatureEncodings
{
    /// <summary>The longest text of so many bytes, in any encoding.</summary>
    public static int MaxLength(int bytes) => 2 * bytes;

    /// <summary>Whether the text may hold characters that a query or a path has percent-encoded.</summary>
    public static bool NeedsEscape(this SignatureEncoding encoding) => encoding is SignatureEncoding.Base64;

    /// <summary>Writes a signature in full, with its padding.</summary>
    /// <param name="text">Room for <see cref="MaxLength"/> bytes.</param>
    /// <returns>How many bytes were written.</returns>
    public static int Write(this SignatureEncoding encoding, ReadOnlySpan<byte> signature, Span<byte> text) => encoding switch
    {
        SignatureEncoding.Hex or SignatureEncoding.HexLower => WriteHex(signature, text),
        SignatureEncoding.Base64 => Base64Text.Plain.Write(signature, text),
        SignatureEncoding.Base64Url or SignatureEncoding.Base64UrlUnpadded =>
            text[..Base64Text.Url.Write(signature, text)].TrimEnd((byte)'=').Length,
        SignatureEncoding.Base64UrlPadded => Base64Text.Url.Write(signature, text),
        SignatureEncoding.Base64CloudFront => Base64Text.CloudFront.Write(signature, text),
        SignatureEncoding.Text => Copy(signature, text),
        _ => throw new UnreachableException(),
    };

    /// <summary>Reads a signature. No two texts give the same bytes, but for the variants that the encoding names.</summary>
    /// <param name="signature">Room for the bytes; a text of more is refused.</param>
    public static bool TryDecode(this SignatureEncoding encoding, ReadOnlySpan<byte> text, Span<byte> signature, out int written)
    {
        switch (encoding)
        {
            case SignatureEncoding.Hex or SignatureEncoding.HexLower:
                return HexText.TryRead(text, signature, encoding is SignatureEncoding.HexLower, out written);
            case SignatureEncoding.Base64: return TryReadBase64(Base64Text.Plain, text, signature, out written);
            case SignatureEncoding.Base64Url or SignatureEncoding.Base64UrlPadded:
                return TryReadBase64(Base64Text.Url, text, signature, out written);
            case SignatureEncoding.Base64UrlUnpadded:
                return TryReadBase64(Base64Text.Url, text, signature, out written) && !text.Contains((byte)'=');
            case SignatureEncoding.Base64CloudFront: return TryReadBase64(Base64Text.CloudFront, text, signature, out written);
            case SignatureEncoding.Text:
                written = Math.Min(text.Length, signature.Length);
                return text.TryCopyTo(signature);
            default: throw new UnreachableException();
        }
    }

    private static bool TryReadBase64(Base64Text base64, ReadOnlySpan<byte> text, Span<byte> signature, out int written)
    {
        written = 0;
        if (base64.SizeOf(text) > signature.Length) return false;
        written = base64.Read(text, signature);
        return written >= 0;
    }

    private static int WriteHex(ReadOnlySpan<byte> signature, Span<byte> text)
    {
        _ = Convert.TryToHexStringLower(signature, text, out var written);
        return written;
    }

    private static int Copy(ReadOnlySpan<byte> signature, Span<byte> text)
    {
        signature.CopyTo(text);
        return signature.Length;
    }
}

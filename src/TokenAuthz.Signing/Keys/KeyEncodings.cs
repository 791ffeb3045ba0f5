using System.Buffers.Text;
using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace TokenAuthz.Signing.Keys;

/// <summary>Reads keys and salts.</summary>
public static class KeyEncodings
{
    // Standard Webhooks writes this in front of the base64 of a key.
    private const string WebhookPrefix = "whsec_";

    /// <summary>Decodes the bytes of a key or salt.</summary>
    /// <returns>False when the text is not of this encoding.</returns>
    public static bool TryDecode(this KeyEncoding encoding, ReadOnlySpan<byte> text, [NotNullWhen(true)] out byte[]? bytes)
    {
        bytes = null;
        try
        {
            bytes = encoding switch
            {
                KeyEncoding.Text => text.ToArray(),
                KeyEncoding.Hex => Convert.FromHexString(Encoding.Latin1.GetString(text)),
                KeyEncoding.Base64 or KeyEncoding.Base64Url => FromBase64(Encoding.Latin1.GetString(text)),
                _ => throw new UnreachableException(),
            };
        }
        catch (FormatException)
        {
            return false;
        }

        return true;
    }

    private static byte[] FromBase64(string text)
    {
        if (text.StartsWith(WebhookPrefix, StringComparison.Ordinal)) text = text[WebhookPrefix.Length..];
        return Base64Url.DecodeFromChars(text.Replace('+', '-').Replace('/', '_'));
    }
}

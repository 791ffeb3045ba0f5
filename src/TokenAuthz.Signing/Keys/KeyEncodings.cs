using System.Buffers.Text;
using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace TokenAuthz.Signing.Keys;

/// <summary>Reads keys and salts.</summary>
public static class KeyEncodings
{
    // Standard Webhooks writes one of these in front of the base64 of a key: a secret, or a public key.
    private static readonly string[] WebhookPrefixes = ["whsec_", "whpk_"];

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
        var prefix = Array.Find(WebhookPrefixes, prefix => text.StartsWith(prefix, StringComparison.Ordinal)) ?? "";
        text = text[prefix.Length..];
        return Base64Url.DecodeFromChars(text.Replace('+', '-').Replace('/', '_'));
    }
}

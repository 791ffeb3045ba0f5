using System.Text;

namespace TokenAuthz.Signing.Keys;

/// <summary>Reads keys whose text says what they are: PEM (RFC 7468), JWK and JWK sets (RFC 7517).</summary>
public static class KeyImport
{
    private static ReadOnlySpan<byte> PemStart => "-----BEGIN "u8;

    /// <summary>
    /// Whether a text is a key in PEM or a JSON object. Such a text is never taken for a shared secret: a scheme that signs with a
    /// public key's text as its secret lets everybody sign (CVE-2015-9235).
    /// </summary>
    public static bool IsSelfDescribing(ReadOnlySpan<byte> text)
    {
        text = text.TrimStart(" \t\r\n"u8);
        return text.IndexOf(PemStart) >= 0 || text is [(byte)'{', ..];
    }

    /// <summary>Reads a key in PEM, a JWK or a JWK set.</summary>
    /// <param name="text">UTF-8, without a byte-order mark.</param>
    /// <param name="allowShortRsa">Accepts RSA keys of 1024 to 2047 bits, for tests.</param>
    /// <exception cref="KeyFormatException">The text is none of these, or has no key that can be used.</exception>
    public static ImportedKeys Read(ReadOnlySpan<byte> text, bool allowShortRsa = false) =>
        text.TrimStart(" \t\r\n"u8) is [(byte)'{', ..]
            ? JsonWebKeys.Read(text, allowShortRsa)
            : new([new(PemKey.Read(Encoding.UTF8.GetString(text), allowShortRsa))], [], IsSet: false);

    /// <summary>Reads a public key or a key pair in binary.</summary>
    /// <param name="bytes">An Ed25519 public key of 32 bytes (RFC 8032), or a key in DER: SubjectPublicKeyInfo or PKCS#8.</param>
    /// <param name="allowShortRsa">Accepts RSA keys of 1024 to 2047 bits, for tests.</param>
    /// <exception cref="KeyFormatException">The bytes are no such key.</exception>
    public static AsymmetricKey ReadBinary(ReadOnlySpan<byte> bytes, bool allowShortRsa = false)
    {
        if (bytes.Length == PublicKeyInfo.Ed25519Size) return AsymmetricKey.FromPublicKey(KeyDer.Ed25519Public(bytes));
        return PublicKeyInfo.IsPrivate(bytes)
            ? AsymmetricKey.FromPrivateKey(bytes, allowShortRsa)
            : AsymmetricKey.FromPublicKey(bytes, allowShortRsa);
    }
}

using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace TokenAuthz.Signing.Keys;

/// <summary>Reads the one key of a text in PEM (RFC 7468).</summary>
internal static class PemKey
{
    /// <summary>Reads the key.</summary>
    /// <exception cref="KeyFormatException">The text has none or several, or the key cannot be used.</exception>
    public static AsymmetricKey Read(string text, bool allowShortRsa)
    {
        AsymmetricKey? found = null;
        for (var rest = text.AsSpan(); PemEncoding.TryFind(rest, out var fields); rest = rest[fields.Location.End..])
        {
            var label = rest[fields.Label].ToString();

            // openssl ecparam -genkey writes the curve in front of the key, which names it too.
            if (label == "EC PARAMETERS") continue;
            if (found is not null) throw new KeyFormatException("the PEM text holds several keys: give each an entry of its own");
            found = Read(label, Convert.FromBase64String(rest[fields.Base64Data].ToString()), allowShortRsa);
        }

        return found ?? throw new KeyFormatException("the PEM text holds no whole key: is a line missing, at its begin or end?");
    }

    private static AsymmetricKey Read(string label, byte[] der, bool allowShortRsa) => label switch
    {
        "PUBLIC KEY" => AsymmetricKey.FromPublicKey(der, allowShortRsa),
        "RSA PUBLIC KEY" => AsymmetricKey.FromPublicKey(KeyDer.RsaPublic(der), allowShortRsa),
        "PRIVATE KEY" or "RSA PRIVATE KEY" or "EC PRIVATE KEY" => AsymmetricKey.FromPrivateKey(der, allowShortRsa),
        "CERTIFICATE" => AsymmetricKey.FromPublicKey(KeyOfCertificate(der), allowShortRsa),
        "ENCRYPTED PRIVATE KEY" => throw new KeyFormatException(
            "the private key has a password: remove it (openssl pkey -in KEY -out NEW)"),
        _ => throw new KeyFormatException(
            $"PEM of the kind {label} is no key here: use PUBLIC KEY or PRIVATE KEY (openssl pkey), or CERTIFICATE"),
    };

    // Only the key counts: the certificate's names, issuer and dates are not looked at.
    private static byte[] KeyOfCertificate(byte[] der)
    {
        try
        {
            using var certificate = X509CertificateLoader.LoadCertificate(der);
            return certificate.PublicKey.ExportSubjectPublicKeyInfo();
        }
        catch (CryptographicException e)
        {
            throw new KeyFormatException("the certificate is damaged: export it anew", e);
        }
    }
}

using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using TokenAuthz.Signing.Algorithms;

namespace TokenAuthz.Signing.Keys;

/// <summary>A public key as a JWK (RFC 7517) with the members of its thumbprint alone, in their order (RFC 7638, section 3).</summary>
internal static class PublicJwk
{
    /// <summary>Writes the key of a signer, which a DPoP proof carries; null for a shared secret.</summary>
    public static byte[]? Write(Key key) => key.Material is AsymmetricKey pair ? Encoding.ASCII.GetBytes(TextOf(pair)) : null;

    /// <summary>The key's SHA-256 thumbprint in base64url, by which agents name their keys (RFC 7638; RFC 8037 for Ed25519).</summary>
    public static string ThumbprintOf(AsymmetricKey key) => Base64Url.EncodeToString(SHA256.HashData(Encoding.ASCII.GetBytes(TextOf(key))));

    private static string TextOf(AsymmetricKey key)
    {
        if (key.Kind is KeyKind.Ed25519)
            return $$"""{"crv":"Ed25519","kty":"OKP","x":"{{Base64Url.EncodeToString(key.PublicKey[^PublicKeyInfo.Ed25519Size..])}}"}""";
        if (key.Kind is KeyKind.Rsa)
        {
            using var rsa = RSA.Create();
            rsa.ImportSubjectPublicKeyInfo(key.PublicKey, out _);
            var numbers = rsa.ExportParameters(includePrivateParameters: false);
            var (e, n) = (Base64Url.EncodeToString(numbers.Exponent), Base64Url.EncodeToString(numbers.Modulus));
            return $$"""{"e":"{{e}}","kty":"RSA","n":"{{n}}"}""";
        }

        using var curve = ECDsa.Create();
        curve.ImportSubjectPublicKeyInfo(key.PublicKey, out _);
        var point = curve.ExportParameters(includePrivateParameters: false).Q;
        return """{"crv":"P-""" +
            $$"""{{key.Bits}}","kty":"EC","x":"{{Base64Url.EncodeToString(point.X)}}","y":"{{Base64Url.EncodeToString(point.Y)}}"}""";
    }
}

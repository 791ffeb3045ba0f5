using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using TokenAuthz.Signing.Algorithms;
using TokenAuthz.Signing.Keys;

namespace TokenAuthz.Signing.Issuing;

/// <summary>The public key of a signer as a JWK (RFC 7517), which DPoP proofs carry.</summary>
internal static class PublicJwk
{
    /// <summary>Writes the key, its members in the order of their thumbprint (RFC 7638); null for a shared secret.</summary>
    public static byte[]? Write(Key key) => key.Material is AsymmetricKey pair ? Encoding.ASCII.GetBytes(TextOf(pair)) : null;

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

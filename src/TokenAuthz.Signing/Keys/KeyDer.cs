using System.Formats.Asn1;

namespace TokenAuthz.Signing.Keys;

/// <summary>Writes keys in DER whose numbers come in other forms.</summary>
internal static class KeyDer
{
    private const int PublicKeyTag = 1;
    private const int CurveTag = 0;

    /// <summary>SubjectPublicKeyInfo of an RSA key (RFC 3279).</summary>
    public static byte[] RsaPublic(ReadOnlySpan<byte> modulus, ReadOnlySpan<byte> exponent)
    {
        var numbers = new AsnWriter(AsnEncodingRules.DER);
        using (numbers.PushSequence())
        {
            WriteNumber(numbers, modulus);
            WriteNumber(numbers, exponent);
        }

        return RsaPublic(numbers.Encode());
    }

    /// <summary>SubjectPublicKeyInfo of an RSA key in PKCS#1, which PEM calls <c>RSA PUBLIC KEY</c>.</summary>
    public static byte[] RsaPublic(ReadOnlySpan<byte> pkcs1)
    {
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            using (writer.PushSequence())
            {
                writer.WriteObjectIdentifier(KeyOids.Rsa);
                writer.WriteNull();
            }

            writer.WriteBitString(pkcs1);
        }

        return writer.Encode();
    }

    /// <summary>SubjectPublicKeyInfo of a point on a curve (RFC 5480).</summary>
    public static byte[] EcPublic(string curve, ReadOnlySpan<byte> x, ReadOnlySpan<byte> y)
    {
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            using (writer.PushSequence())
            {
                writer.WriteObjectIdentifier(KeyOids.Ec);
                writer.WriteObjectIdentifier(curve);
            }

            writer.WriteBitString(Point(x, y));
        }

        return writer.Encode();
    }

    /// <summary>SubjectPublicKeyInfo of an Ed25519 key (RFC 8410).</summary>
    public static byte[] Ed25519Public(ReadOnlySpan<byte> key)
    {
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            using (writer.PushSequence()) writer.WriteObjectIdentifier(KeyOids.Ed25519);
            writer.WriteBitString(key);
        }

        return writer.Encode();
    }

    /// <summary>RSAPrivateKey (RFC 8017, appendix A.1.2).</summary>
    /// <param name="numbers">n, e, d, p, q, d mod (p-1), d mod (q-1), q^-1 mod p.</param>
    public static byte[] RsaPrivate(IEnumerable<byte[]> numbers)
    {
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            writer.WriteInteger(0);
            foreach (var number in numbers) WriteNumber(writer, number);
        }

        return writer.Encode();
    }

    /// <summary>ECPrivateKey (RFC 5915).</summary>
    public static byte[] EcPrivate(string curve, ReadOnlySpan<byte> d, ReadOnlySpan<byte> x, ReadOnlySpan<byte> y)
    {
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            writer.WriteInteger(1);
            writer.WriteOctetString(d);
            using (writer.PushSequence(new(TagClass.ContextSpecific, CurveTag))) writer.WriteObjectIdentifier(curve);
            using (writer.PushSequence(new(TagClass.ContextSpecific, PublicKeyTag))) writer.WriteBitString(Point(x, y));
        }

        return writer.Encode();
    }

    /// <summary>ECPrivateKey (RFC 5915) without the public key, which OpenSSL computes.</summary>
    public static byte[] EcPrivate(string curve, ReadOnlySpan<byte> d)
    {
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            writer.WriteInteger(1);
            writer.WriteOctetString(d);
            using (writer.PushSequence(new(TagClass.ContextSpecific, CurveTag))) writer.WriteObjectIdentifier(curve);
        }

        return writer.Encode();
    }

    /// <summary>PKCS#8 of an Ed25519 key (RFC 8410, section 7).</summary>
    public static byte[] Ed25519Private(ReadOnlySpan<byte> seed)
    {
        var key = new AsnWriter(AsnEncodingRules.DER);
        key.WriteOctetString(seed);
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            writer.WriteInteger(0);
            using (writer.PushSequence()) writer.WriteObjectIdentifier(KeyOids.Ed25519);
            writer.WriteOctetString(key.Encode());
        }

        return writer.Encode();
    }

    // Uncompressed (SEC 1, section 2.3.3).
    private static byte[] Point(ReadOnlySpan<byte> x, ReadOnlySpan<byte> y) => [4, .. x, .. y];

    // JWKs of some makers begin their numbers with zero bytes, which an INTEGER in DER does not.
    private static void WriteNumber(AsnWriter writer, ReadOnlySpan<byte> number)
    {
        var significant = number.TrimStart((byte)0);
        writer.WriteIntegerUnsigned(significant.IsEmpty ? [0] : significant);
    }
}

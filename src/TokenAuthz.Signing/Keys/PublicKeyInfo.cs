using System.Formats.Asn1;
using System.Numerics;
using TokenAuthz.Signing.Algorithms;

namespace TokenAuthz.Signing.Keys;

/// <summary>The kind and the size of a SubjectPublicKeyInfo (RFC 5280, section 4.1), which is read strictly.</summary>
internal readonly record struct PublicKeyInfo(KeyKind Kind, int Bits)
{
    /// <summary>The length of a raw Ed25519 public key in bytes.</summary>
    public const int Ed25519Size = 32;

    private const int MinRsaBits = 2048;
    private const int MinShortRsaBits = 1024;

    /// <summary>The largest RSA key in bits, with which a check takes 16 times as long as with 2048.</summary>
    public const int MaxRsaBits = 8192;

    // OpenSSL's own limit for large moduli. The time of a check grows with the exponent's length.
    private const int MaxExponentBits = 64;

    /// <summary>Reads the kind and the size.</summary>
    /// <exception cref="KeyFormatException">The key is malformed, or of a kind or size that is not supported.</exception>
    public static PublicKeyInfo Read(ReadOnlySpan<byte> der, bool allowShortRsa)
    {
        try
        {
            var outer = new AsnReader(der.ToArray(), AsnEncodingRules.DER);
            var info = outer.ReadSequence();
            outer.ThrowIfNotEmpty();
            var algorithm = info.ReadSequence();
            var key = info.ReadBitString(out _);
            info.ThrowIfNotEmpty();
            return algorithm.ReadObjectIdentifier() switch
            {
                KeyOids.Rsa or KeyOids.RsaPss => ReadRsa(key, allowShortRsa),
                KeyOids.Ec => ReadEc(algorithm),
                KeyOids.Ed25519 => ReadEd25519(key),
                var other => throw new KeyFormatException(
                    $"the key is of a kind with the object identifier {other}, and none of RSA, EC and Ed25519"),
            };
        }
        catch (AsnContentException e)
        {
            throw new KeyFormatException("this is no public key in DER: export it as SubjectPublicKeyInfo (openssl pkey -pubout)", e);
        }
    }

    /// <summary>Whether DER is that of a private key, which begins with a version, and a public one with its algorithm.</summary>
    public static bool IsPrivate(ReadOnlySpan<byte> der)
    {
        try
        {
            return new AsnReader(der.ToArray(), AsnEncodingRules.DER).ReadSequence().PeekTag() == Asn1Tag.Integer;
        }
        catch (AsnContentException)
        {
            return false;
        }
    }

    private static PublicKeyInfo ReadRsa(byte[] key, bool allowShortRsa)
    {
        var outer = new AsnReader(key, AsnEncodingRules.DER);
        var numbers = outer.ReadSequence();
        outer.ThrowIfNotEmpty();
        var (modulus, exponent) = (numbers.ReadInteger(), numbers.ReadInteger());
        numbers.ThrowIfNotEmpty();

        // An exponent of 1 makes every text its own signature; an even one, or an even modulus, is no RSA key.
        if (modulus.Sign <= 0 || modulus.IsEven)
            throw new KeyFormatException("the RSA modulus is not odd and positive: export the key anew");
        if (exponent <= BigInteger.One || exponent.IsEven || exponent.GetBitLength() > MaxExponentBits)
            throw new KeyFormatException($"the RSA exponent is not odd, above 1 and of at most {MaxExponentBits} bits: make another key");
        var bits = (int)modulus.GetBitLength();
        var least = allowShortRsa ? MinShortRsaBits : MinRsaBits;
        if (bits < least || bits > MaxRsaBits)
            throw new KeyFormatException($"the RSA key has {bits} bits: use one of {least} to {MaxRsaBits}");
        return new(KeyKind.Rsa, bits);
    }

    // Everybody can sign for a key of small order.
    private static PublicKeyInfo ReadEd25519(ReadOnlySpan<byte> key) =>
        SmallOrder.Includes(key)
            ? throw new KeyFormatException("the Ed25519 key is a point of small order, for which everybody can sign: make another key")
            : new(KeyKind.Ed25519, 8 * Ed25519Size);

    // Explicit parameters are refused, because a curve of an attacker's choice has keys that anybody can find (CVE-2020-0601).
    private static PublicKeyInfo ReadEc(AsnReader algorithm)
    {
        if (algorithm.PeekTag() != Asn1Tag.ObjectIdentifier)
            throw new KeyFormatException("the EC key writes its curve as numbers: export it with the curve's name");
        return algorithm.ReadObjectIdentifier() switch
        {
            KeyOids.P256 => new(KeyKind.EcP256, 256),
            KeyOids.P384 => new(KeyKind.EcP384, 384),
            KeyOids.P521 => new(KeyKind.EcP521, 521),
            var other => throw new KeyFormatException($"the EC key is on the curve {other}: use P-256, P-384 or P-521"),
        };
    }
}

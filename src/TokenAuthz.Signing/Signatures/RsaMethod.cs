using TokenAuthz.Signing.Algorithms;
using TokenAuthz.Signing.Keys;
using TokenAuthz.Signing.OpenSsl;

namespace TokenAuthz.Signing.Signatures;

/// <summary>RSA signatures of a digest (RFC 8017). A signature is exactly as long as the modulus.</summary>
internal sealed class RsaMethod : AlgorithmMethod
{
    private readonly DigestAlgorithm _digest;
    private readonly RsaPadding _padding;

    /// <param name="algorithm">One of RSA.</param>
    public RsaMethod(SignatureAlgorithm algorithm)
        : base(algorithm)
    {
        _digest = Traits.Digest ?? throw new ArgumentException("This algorithm has no digest.", nameof(algorithm));
        _padding = Traits.Family is AlgorithmFamily.RsaPss ? RsaPadding.Pss : RsaPadding.Pkcs1;
    }

    public override int Size => MaxSize;

    public override bool IsCostly => true;

    public override string? WhyRefused(Key key) =>
        base.WhyRefused(key) ?? (((AsymmetricKey)key.Material).Contexts(_padding, _digest).IsSupported
            ? null
            : $"OpenSSL does not verify with {_digest} and the padding {_padding} by the key {key.Id}: its configuration forbids it, or " +
                "the key is for the other padding only");

    protected override bool IsSignature(KeyMaterial key, ReadOnlySpan<byte> message, ReadOnlySpan<byte> signature)
    {
        var rsa = (AsymmetricKey)key;
        if (signature.Length != SizeOf(rsa)) return false;
        Span<byte> hash = stackalloc byte[DigestAlgorithms.MaxSize];
        _digest.Compute(message, hash);
        return rsa.Contexts(_padding, _digest).Verify(hash[.._digest.Size()], signature);
    }

    public override int Sign(Key key, ReadOnlySpan<byte> message, Span<byte> signature)
    {
        Span<byte> hash = stackalloc byte[DigestAlgorithms.MaxSize];
        _digest.Compute(message, hash);
        return ((AsymmetricKey)key.Material).Evp.SignHash(_padding, EvpDigests.Of(_digest), hash[.._digest.Size()], signature);
    }

    private static int SizeOf(AsymmetricKey key) => (key.Bits + 7) / 8;
}

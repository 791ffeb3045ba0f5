using TokenAuthz.Signing.Algorithms;
using TokenAuthz.Signing.Keys;

namespace TokenAuthz.Signing.Signatures;

/// <summary>The signature is an HMAC of the message, or a plain digest of a message that holds the key; or the first bytes of it.</summary>
internal sealed class DigestMethod : AlgorithmMethod
{
    private readonly DigestAlgorithm _digest;
    private readonly bool _isHmac;

    /// <param name="algorithm">A digest or an HMAC.</param>
    /// <param name="truncate">How many bytes are the signature; 0 for all.</param>
    public DigestMethod(SignatureAlgorithm algorithm, int truncate)
        : base(algorithm)
    {
        _digest = Traits.Digest ?? throw new ArgumentException("This algorithm has no digest.", nameof(algorithm));
        _isHmac = Traits.Family is AlgorithmFamily.Hmac;
        Size = truncate == 0 ? _digest.Size() : truncate;
    }

    public override int Size { get; }

    protected override bool IsSignature(KeyMaterial key, ReadOnlySpan<byte> message, ReadOnlySpan<byte> signature)
    {
        Span<byte> digest = stackalloc byte[DigestAlgorithms.MaxSize];
        Compute(key, message, digest);
        return FixedTime.AreEqual(digest[..Size], signature);
    }

    public override int Sign(Key key, ReadOnlySpan<byte> message, Span<byte> signature)
    {
        Span<byte> digest = stackalloc byte[DigestAlgorithms.MaxSize];
        Compute(key.Material, message, digest);
        digest[..Size].CopyTo(signature);
        return Size;
    }

    private void Compute(KeyMaterial key, ReadOnlySpan<byte> message, Span<byte> digest)
    {
        if (_isHmac) _digest.ComputeHmac(((SharedSecret)key).Bytes, message, digest);
        else _digest.Compute(message, digest);
    }
}

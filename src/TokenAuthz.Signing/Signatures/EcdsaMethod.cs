using TokenAuthz.Signing.Algorithms;
using TokenAuthz.Signing.Keys;
using TokenAuthz.Signing.OpenSsl;

namespace TokenAuthz.Signing.Signatures;

/// <summary>ECDSA signatures of a digest (FIPS 186-5), in one of their two forms.</summary>
internal sealed class EcdsaMethod : AlgorithmMethod
{
    private readonly DigestAlgorithm _digest;
    private readonly SignatureForm _form;

    /// <param name="algorithm">One of ECDSA.</param>
    /// <param name="form">The form of signatures.</param>
    public EcdsaMethod(SignatureAlgorithm algorithm, SignatureForm form)
        : base(algorithm)
    {
        _digest = Traits.Digest ?? throw new ArgumentException("This algorithm has no digest.", nameof(algorithm));
        _form = form;
    }

    public override int Size => EcdsaSignature.MaxDerSize;

    public override bool IsCostly => true;

    protected override bool IsSignature(KeyMaterial key, ReadOnlySpan<byte> message, ReadOnlySpan<byte> signature)
    {
        // OpenSSL denies what is not strictly DER, and numbers that are zero or beyond the curve's order.
        Span<byte> der = stackalloc byte[EcdsaSignature.MaxDerSize];
        if (!TryWriteDer(signature, key.Bits, der, out var length)) return false;
        Span<byte> hash = stackalloc byte[DigestAlgorithms.MaxSize];
        _digest.Compute(message, hash);
        return ((AsymmetricKey)key).Contexts(RsaPadding.None, _digest).Verify(hash[.._digest.Size()], der[..length]);
    }

    public override int Sign(Key key, ReadOnlySpan<byte> message, Span<byte> signature)
    {
        Span<byte> hash = stackalloc byte[DigestAlgorithms.MaxSize];
        Span<byte> der = stackalloc byte[EcdsaSignature.MaxDerSize];
        _digest.Compute(message, hash);
        der = der[..((AsymmetricKey)key.Material).Evp.SignHash(RsaPadding.None, 0, hash[.._digest.Size()], der)];
        if (_form is SignatureForm.Concatenated)
        {
            signature = signature[..(2 * FieldSize(key.Material.Bits))];
            EcdsaSignature.FromDer(der, signature);
            return signature.Length;
        }

        der.CopyTo(signature);
        return der.Length;
    }

    // 32, 48 and 66 bytes.
    private static int FieldSize(int bits) => (bits + 7) / 8;

    private bool TryWriteDer(ReadOnlySpan<byte> signature, int bits, Span<byte> der, out int length)
    {
        length = signature.Length;
        if (_form is SignatureForm.Der) return signature.TryCopyTo(der);
        if (signature.Length != 2 * FieldSize(bits)) return false;
        length = EcdsaSignature.ToDer(signature, der);
        return true;
    }
}

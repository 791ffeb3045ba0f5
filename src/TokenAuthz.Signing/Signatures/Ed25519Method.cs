using TokenAuthz.Signing.Algorithms;
using TokenAuthz.Signing.Keys;

namespace TokenAuthz.Signing.Signatures;

/// <summary>Ed25519 signatures (RFC 8032, section 5.1) of the message itself.</summary>
internal sealed class Ed25519Method() : AlgorithmMethod(SignatureAlgorithm.Ed25519)
{
    public override int Size => 64;

    public override bool IsCostly => true;

    protected override bool IsSignature(KeyMaterial key, ReadOnlySpan<byte> message, ReadOnlySpan<byte> signature) =>
        signature.Length == Size && ((AsymmetricKey)key).Evp.VerifyMessage(message, signature);

    public override int Sign(Key key, ReadOnlySpan<byte> message, Span<byte> signature) =>
        ((AsymmetricKey)key.Material).Evp.SignMessage(message, signature[..Size]);
}

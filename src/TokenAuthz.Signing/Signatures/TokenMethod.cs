using TokenAuthz.Signing.Algorithms;
using TokenAuthz.Signing.Keys;

namespace TokenAuthz.Signing.Signatures;

/// <summary>The signature is the key itself.</summary>
internal sealed class TokenMethod() : AlgorithmMethod(SignatureAlgorithm.Token)
{
    public override int Size => MaxSize;

    public override string? WhyRefused(Key key) => base.WhyRefused(key)
        ?? (key.Secret.Length > MaxSize ? $"the key {key.Id} has more than {MaxSize} bytes: a token is shorter" : null);

    protected override bool IsSignature(KeyMaterial key, ReadOnlySpan<byte> message, ReadOnlySpan<byte> signature) =>
        FixedTime.AreEqual(((SharedSecret)key).Bytes, signature);

    public override int Sign(Key key, ReadOnlySpan<byte> message, Span<byte> signature)
    {
        key.Secret.CopyTo(signature);
        return key.Secret.Length;
    }
}

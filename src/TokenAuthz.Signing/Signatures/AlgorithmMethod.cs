using System.Collections.Immutable;
using TokenAuthz.Signing.Algorithms;
using TokenAuthz.Signing.Keys;

namespace TokenAuthz.Signing.Signatures;

/// <summary>
/// The method of one algorithm, whatever the key. A key of another kind, or bound to another algorithm, is refused: a public key is
/// never the secret of an HMAC (CVE-2015-9235).
/// </summary>
internal abstract class AlgorithmMethod : SignatureMethod
{
    private readonly SignatureAlgorithm _algorithm;
    private readonly KeyKind _kind;

    protected AlgorithmMethod(SignatureAlgorithm algorithm)
    {
        _algorithm = algorithm;
        Traits = algorithm.Traits();
        _kind = Traits.Kind ?? throw new ArgumentException("The key decides this algorithm.", nameof(algorithm));
        Kinds = [_kind];
    }

    public sealed override ImmutableArray<KeyKind> Kinds { get; }

    protected AlgorithmTraits Traits { get; }

    public sealed override SignatureAlgorithm? AlgorithmOf(Key key) => Accepts(key) ? _algorithm : null;

    public override string? WhyRefused(Key key)
    {
        if (Accepts(key)) return null;
        return key.Material.Kind == _kind
            ? $"the key {key.Id} is for {key.Algorithm} only, and the algorithm here is {_algorithm}"
            : $"the key {key.Id} is of the kind {key.Material.Kind}, and {_algorithm} needs one of the kind {_kind}";
    }

    public sealed override bool Verify(Key key, ReadOnlySpan<byte> message, ReadOnlySpan<byte> signature) =>
        Accepts(key) && IsSignature(key.Material, message, signature);

    /// <summary>Whether a signature is that of a message.</summary>
    /// <param name="key">A key of the right kind.</param>
    /// <param name="message">The message.</param>
    /// <param name="signature">The signature's bytes, of any length.</param>
    protected abstract bool IsSignature(KeyMaterial key, ReadOnlySpan<byte> message, ReadOnlySpan<byte> signature);

    private bool Accepts(Key key) => key.Material.Kind == _kind && (key.Algorithm is null || key.Algorithm == _algorithm);
}

using TokenAuthz.Signing.Algorithms;
using TokenAuthz.Signing.Keys;

namespace TokenAuthz.Signing.Signatures;

/// <summary>The method of one algorithm, whatever the key: a key of another kind, or bound to another algorithm, is refused.</summary>
internal abstract class AlgorithmMethod(SignatureAlgorithm algorithm) : SignatureMethod
{
    protected AlgorithmTraits Traits { get; } = algorithm.Traits();

    public sealed override SignatureAlgorithm AlgorithmOf(Key key) => algorithm;

    public override string? WhyRefused(Key key)
    {
        if (key.Material.Kind != Traits.Kind)
            return $"the key {key.Id} is of the kind {key.Material.Kind}, and {algorithm} needs one of the kind {Traits.Kind}";
        return key.Algorithm is { } own && own != algorithm
            ? $"the key {key.Id} is for {own} only, and the scheme's algorithm is {algorithm}"
            : null;
    }
}

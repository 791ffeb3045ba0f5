using System.Collections.Immutable;
using TokenAuthz.Signing.Algorithms;
using TokenAuthz.Signing.Keys;

namespace TokenAuthz.Signing.Signatures;

/// <summary>The key decides between several algorithms: by the one that it is bound to, or by its kind. The token never does.</summary>
internal sealed class KeyedMethod : SignatureMethod
{
    // Of each kind, the algorithm that most issuers use; the others are for keys that are bound to them.
    private static readonly SignatureAlgorithm[] Any =
    [
        SignatureAlgorithm.HmacSha256, SignatureAlgorithm.RsaSha256, SignatureAlgorithm.EcdsaP256Sha256,
        SignatureAlgorithm.EcdsaP384Sha384, SignatureAlgorithm.EcdsaP521Sha512, SignatureAlgorithm.Ed25519,
        SignatureAlgorithm.HmacSha384, SignatureAlgorithm.HmacSha512, SignatureAlgorithm.RsaSha384, SignatureAlgorithm.RsaSha512,
        SignatureAlgorithm.RsaPssSha256, SignatureAlgorithm.RsaPssSha384, SignatureAlgorithm.RsaPssSha512,
    ];

    private readonly SignatureAlgorithm _algorithm;
    private readonly SignatureMethod?[] _methods = new SignatureMethod?[Enum.GetValues<SignatureAlgorithm>().Length];
    private readonly SignatureAlgorithm?[] _usual = new SignatureAlgorithm?[Enum.GetValues<KeyKind>().Length];

    /// <param name="algorithm">One that the key decides.</param>
    /// <param name="form">How ECDSA writes its two numbers.</param>
    public KeyedMethod(SignatureAlgorithm algorithm, SignatureForm form)
    {
        _algorithm = algorithm;
        foreach (var one in AlgorithmsOf(algorithm))
        {
            var method = _methods[(int)one] = Of(one, truncate: 0, form);
            Size = Math.Max(Size, method.Size);
            foreach (var kind in method.Kinds) _usual[(int)kind] ??= one;
        }

        Kinds = [.. Enum.GetValues<KeyKind>().Where(kind => _usual[(int)kind] is not null)];
    }

    public override int Size { get; }

    public override bool IsCostly => true;

    public override ImmutableArray<KeyKind> Kinds { get; }

    public override string? WhyRefused(Key key)
    {
        var algorithm = key.Algorithm ?? _usual[(int)key.Material.Kind];
        return algorithm is { } own && _methods[(int)own] is { } method
            ? method.WhyRefused(key)
            : $"the key {key.Id} is for {algorithm?.ToString() ?? key.Material.Kind.ToString()}, which {_algorithm} does not have";
    }

    public override SignatureAlgorithm? AlgorithmOf(Key key) => MethodOf(key)?.AlgorithmOf(key);

    public override bool Verify(Key key, ReadOnlySpan<byte> message, ReadOnlySpan<byte> signature) =>
        MethodOf(key) is { } method && method.Verify(key, message, signature);

    public override int Sign(Key key, ReadOnlySpan<byte> message, Span<byte> signature) =>
        MethodOf(key) is { } method
            ? method.Sign(key, message, signature)
            : throw new ArgumentException("The key is refused.", nameof(key));

    private SignatureMethod? MethodOf(Key key) => (key.Algorithm ?? _usual[(int)key.Material.Kind]) is { } own ? _methods[(int)own] : null;

    private static SignatureAlgorithm[] AlgorithmsOf(SignatureAlgorithm algorithm)
    {
        if (algorithm is SignatureAlgorithm.RsaOrEcdsaSha1) return [SignatureAlgorithm.RsaSha1, SignatureAlgorithm.EcdsaP256Sha1];
        return algorithm is SignatureAlgorithm.RsaOrEcdsaSha256
            ? [SignatureAlgorithm.RsaSha256, SignatureAlgorithm.EcdsaP256Sha256]
            : Any;
    }
}

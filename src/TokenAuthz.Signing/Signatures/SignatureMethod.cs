using System.Collections.Immutable;
using System.Diagnostics;
using TokenAuthz.Signing.Algorithms;
using TokenAuthz.Signing.Keys;

namespace TokenAuthz.Signing.Signatures;

/// <summary>Signs and verifies bytes with one algorithm. Immutable, and safe to share between threads.</summary>
internal abstract class SignatureMethod
{
    /// <summary>The longest signature in bytes: that of the largest RSA key.</summary>
    public const int MaxSize = PublicKeyInfo.MaxRsaBits / 8;

    /// <summary>The longest signature of this method in bytes.</summary>
    public abstract int Size { get; }

    /// <summary>Whether a check takes more than a microsecond, so that its result is worth remembering.</summary>
    public virtual bool IsCostly => false;

    /// <summary>Finds the method of an algorithm.</summary>
    /// <param name="algorithm">The algorithm.</param>
    /// <param name="truncate">How many bytes of a digest are the signature; 0 for all.</param>
    /// <param name="form">How ECDSA writes its two numbers.</param>
    public static SignatureMethod Of(SignatureAlgorithm algorithm, int truncate = 0, SignatureForm form = SignatureForm.Concatenated)
    {
        var traits = algorithm.Traits();
        return traits.Family switch
        {
            AlgorithmFamily.Digest or AlgorithmFamily.Hmac => new DigestMethod(algorithm, truncate),
            AlgorithmFamily.RsaPkcs1 or AlgorithmFamily.RsaPss => new RsaMethod(algorithm),
            AlgorithmFamily.Ecdsa => new EcdsaMethod(algorithm, form),
            AlgorithmFamily.Ed25519 => new Ed25519Method(),
            AlgorithmFamily.Token => new TokenMethod(),
            AlgorithmFamily.ByKey => new KeyedMethod(algorithm, form),
            _ => throw new UnreachableException(),
        };
    }

    /// <summary>The kinds of keys that the method takes.</summary>
    public abstract ImmutableArray<KeyKind> Kinds { get; }

    /// <summary>The algorithm that a key is used with, which a token's own name of it has to agree with; null when it is refused.</summary>
    public abstract SignatureAlgorithm? AlgorithmOf(Key key);

    /// <summary>Why a key is refused, with what to do; null when it can be used.</summary>
    public abstract string? WhyRefused(Key key);

    /// <summary>Whether a signature is that of a message. Allocates nothing, and throws for no signature.</summary>
    /// <param name="key">The key; one that is refused has no signature.</param>
    /// <param name="message">The message.</param>
    /// <param name="signature">The signature's bytes, of any length.</param>
    public abstract bool Verify(Key key, ReadOnlySpan<byte> message, ReadOnlySpan<byte> signature);

    /// <summary>Signs a message.</summary>
    /// <param name="key">A key that is not refused and can sign.</param>
    /// <param name="message">The message.</param>
    /// <param name="signature">Room for <see cref="Size"/> bytes.</param>
    /// <returns>How many bytes were written.</returns>
    public abstract int Sign(Key key, ReadOnlySpan<byte> message, Span<byte> signature);
}

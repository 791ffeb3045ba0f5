using TokenAuthz.Signing.Algorithms;

namespace TokenAuthz.Signing.Keys;

/// <summary>What a key is made of: a <see cref="SharedSecret"/> or an <see cref="AsymmetricKey"/>. Immutable.</summary>
public abstract class KeyMaterial
{
    private protected KeyMaterial(KeyKind kind, int bits) => (Kind, Bits) = (kind, bits);

    /// <summary>The kind, which decides the algorithms that the key can be used with.</summary>
    public KeyKind Kind { get; }

    /// <summary>The size in bits: of the secret, the RSA modulus or the curve.</summary>
    public int Bits { get; }

    /// <summary>Whether the key can sign: a public key alone cannot.</summary>
    public abstract bool CanSign { get; }

    /// <summary>The kind and the size, so that no print shows a secret.</summary>
    public override string ToString() => $"{Kind}, {Bits} bits";
}

using TokenAuthz.Signing.Keys;

namespace TokenAuthz.Signing.Signatures;

/// <summary>Makes the key that signs from a secret and some texts.</summary>
internal interface IKeyFunction
{
    /// <summary>Makes the key; null in the one case in 2^32 that the function fails for the secret.</summary>
    /// <param name="secret">The first key, which holds the secret.</param>
    /// <param name="texts">The texts of the steps.</param>
    KeyMaterial? Compute(ReadOnlySpan<byte> secret, KeyTexts texts);
}

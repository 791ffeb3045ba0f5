namespace TokenAuthz.Signing.Algorithms;

/// <summary>Algorithms that differ in their digest only.</summary>
internal enum AlgorithmFamily
{
    /// <summary>A plain digest of a message that holds the key.</summary>
    Digest,
    Hmac,
    RsaPkcs1,
    RsaPss,
    Ecdsa,
    Ed25519,

    /// <summary>The key itself.</summary>
    Token,

    /// <summary>Another algorithm, which the key decides.</summary>
    ByKey,
}

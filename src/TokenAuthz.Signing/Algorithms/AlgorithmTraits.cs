namespace TokenAuthz.Signing.Algorithms;

/// <summary>What is known of a <see cref="SignatureAlgorithm"/>.</summary>
/// <param name="Family">Its family.</param>
/// <param name="Kind">The kind of key that it takes; null where the key decides.</param>
/// <param name="Digest">The digest of the message; null for none, or where the key decides.</param>
internal sealed record AlgorithmTraits(AlgorithmFamily Family, KeyKind? Kind, DigestAlgorithm? Digest = null)
{
    /// <summary>Its names in JOSE (RFC 7518, 8037, 9864).</summary>
    public string[] JoseNames { get; init; } = [];

    /// <summary>Its name in HTTP message signatures (RFC 9421, section 6.2.2); null for one that the RFC does not name.</summary>
    public string? HttpName { get; init; }

    /// <summary>Its names in the drafts before RFC 9421 (draft-cavage-http-signatures-12, appendix E).</summary>
    public string[] CavageNames { get; init; } = [];
}

using TokenAuthz.Signing.Algorithms;

namespace TokenAuthz.Signing.Keys;

/// <summary>A key as its text has it.</summary>
/// <param name="Material">The key itself.</param>
/// <param name="Id">
/// The id that the text names (a JWK's <c>kid</c>), or the thumbprint (RFC 7638) of a public key in a set without one; null for none.
/// </param>
/// <param name="Algorithm">The only algorithm that it may be used with (a JWK's <c>alg</c>); null for any of its kind.</param>
/// <param name="NotBefore">The first instant at which it is valid (<c>nbf</c>); null for always.</param>
/// <param name="NotAfter">The last instant at which it is valid (<c>exp</c>); null for ever.</param>
public sealed record ImportedKey(
    KeyMaterial Material,
    string? Id = null,
    SignatureAlgorithm? Algorithm = null,
    DateTimeOffset? NotBefore = null,
    DateTimeOffset? NotAfter = null);

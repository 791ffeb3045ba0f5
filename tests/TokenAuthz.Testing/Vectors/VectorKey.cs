namespace TokenAuthz.Testing.Vectors;

/// <summary>A key of a vector as configuration writes it.</summary>
/// <param name="Id">The id; null for any.</param>
/// <param name="Value">PEM, a JWK, a JWK set, or a text in the scheme's encoding.</param>
public sealed record VectorKey(string? Id, string Value);

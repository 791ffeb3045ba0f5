namespace TokenAuthz.Testing.Vectors;

/// <summary>A key of a vector as configuration writes it.</summary>
/// <param name="Id">The id; null for any.</param>
/// <param name="Value">PEM, a JWK, a JWK set, or a text in the scheme's encoding.</param>
/// <param name="Algorithm">The only algorithm that it may be used with; null for what the text or the scheme says.</param>
public sealed record VectorKey(string? Id, string Value, string? Algorithm = null)
{
    /// <summary>The settings of the key's entry.</summary>
    public IEnumerable<string> Settings =>
        Algorithm is null ? [$"Id={Id}", $"Value={Value}"] : [$"Id={Id}", $"Value={Value}", $"Algorithm={Algorithm}"];
}

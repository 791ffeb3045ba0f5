using System.Text.RegularExpressions;

namespace TokenAuthz.Testing.Vectors;

/// <summary>A key of a vector as configuration writes it.</summary>
/// <param name="Id">The id; null for any.</param>
/// <param name="Value">PEM, a JWK, a JWK set, or a text in the scheme's encoding.</param>
/// <param name="Algorithm">The only algorithm that it may be used with; null for what the text or the scheme says.</param>
public sealed partial record VectorKey(string? Id, string Value, string? Algorithm = null)
{
    /// <summary>The ids that a token can name the key by: its own, or those of a JWK set.</summary>
    public IEnumerable<string> Names => KeyIds().Matches(Value).Select(match => match.Groups[1].Value).Append(Id ?? "");

    /// <summary>The settings of the key's entry.</summary>
    public IEnumerable<string> Settings =>
        Algorithm is null ? [$"Id={Id}", $"Value={Value}"] : [$"Id={Id}", $"Value={Value}", $"Algorithm={Algorithm}"];

    [GeneratedRegex("\"kid\"\\s*:\\s*\"([^\"]*)\"")]
    private static partial Regex KeyIds();
}

using TokenAuthz.Signing.Algorithms;
using TokenAuthz.Signing.Keys;

namespace TokenAuthz.Engine.Keys;

/// <summary>A key as it is configured. Of a bare text, the scheme that uses it says how it is written.</summary>
/// <param name="Id">The id that tokens, metrics and responses name it by.</param>
/// <param name="Entry">The id of the entry of <c>Keys</c>, which may hold a set of keys.</param>
internal sealed record ConfiguredKey(string Id, string Entry)
{
    /// <summary>The bare text; empty for a key that says itself what it is.</summary>
    public byte[] Text { get; init; } = [];

    /// <summary>The key itself; null for a bare text.</summary>
    public KeyMaterial? Material { get; init; }

    /// <summary>The only algorithm that it may be used with; null for any.</summary>
    public SignatureAlgorithm? Algorithm { get; init; }

    /// <summary>The first instant at which it is valid; null for always.</summary>
    public DateTimeOffset? NotBefore { get; init; }

    /// <summary>The last instant at which it is valid; null for ever.</summary>
    public DateTimeOffset? NotAfter { get; init; }

    /// <summary>Whether it is of a JWK set, of which a scheme uses the keys that it can.</summary>
    public bool IsOfSet { get; init; }

    /// <summary>The key of some material and of an owner, which is empty for the operator.</summary>
    public Key With(KeyMaterial material, string owner) => new(Id, material, Algorithm, NotBefore, NotAfter, owner);

    /// <summary>Whether two entries are one key with one id.</summary>
    public bool IsSameAs(ConfiguredKey other) => Id == other.Id && Bytes.SequenceEqual(other.Bytes);

    /// <summary>The bytes as a text, by which entries with one key are found. Never shown.</summary>
    public string Text64 => Convert.ToBase64String(Bytes);

    private ReadOnlySpan<byte> Bytes => Material switch
    {
        AsymmetricKey pair => pair.PublicKey,
        SharedSecret secret => secret.Bytes,
        _ => Text,
    };
}

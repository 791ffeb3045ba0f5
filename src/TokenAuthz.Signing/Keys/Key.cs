using TokenAuthz.Signing.Algorithms;

namespace TokenAuthz.Signing.Keys;

/// <summary>A key with its id and the time in which it is valid. Immutable.</summary>
public sealed class Key
{
    /// <summary>The longest id in characters.</summary>
    public const int MaxIdLength = 256;

    /// <summary>Makes a shared secret that is always valid.</summary>
    /// <param name="id">Its public name, which metrics and responses show: 1 to 256 printable characters of ASCII.</param>
    /// <param name="secret">The secret's bytes, at least one; copied.</param>
    /// <exception cref="ArgumentException">The id is not allowed, or the secret is empty.</exception>
    public Key(string id, ReadOnlySpan<byte> secret)
        : this(id, new SharedSecret(secret))
    {
    }

    /// <summary>Makes a key.</summary>
    /// <param name="id">Its public name, which metrics and responses show: 1 to 256 printable characters of ASCII.</param>
    /// <param name="material">What it is made of.</param>
    /// <param name="algorithm">The only algorithm that it may be used with; null for any of its kind.</param>
    /// <param name="notBefore">The first instant at which it is valid; null for always.</param>
    /// <param name="notAfter">The last instant at which it is valid; null for ever.</param>
    /// <param name="owner">
    /// The party whose key it is, where several configure keys apart from
    /// each other: 1 to 256 printable characters of ASCII; empty for none.
    /// </param>
    /// <exception cref="ArgumentException">The id or the owner is not allowed, the algorithm
    /// is not for the material, or the key ends before it begins.</exception>
    public Key(
        string id,
        KeyMaterial material,
        SignatureAlgorithm? algorithm = null,
        DateTimeOffset? notBefore = null,
        DateTimeOffset? notAfter = null,
        string owner = "")
    {
        if (!IsId(id)) throw new ArgumentException($"A key's id has 1 to {MaxIdLength} printable characters of ASCII.", nameof(id));
        if (algorithm is { } only && only.KindOfKey() != material.Kind)
            throw new ArgumentException($"{only} is not for a key of the kind {material.Kind}.", nameof(algorithm));
        if (owner.Length > 0 && !IsId(owner))
            throw new ArgumentException($"A key's owner has 1 to {MaxIdLength} printable characters of ASCII.", nameof(owner));
        if (notAfter < notBefore) throw new ArgumentException("A key cannot end before it begins.", nameof(notAfter));

        Id = id;
        Owner = owner;
        Name = owner.Length == 0 ? id : $"{owner}/{id}";
        Material = material;
        Algorithm = algorithm;
        NotBefore = notBefore;
        NotAfter = notAfter;
    }

    /// <summary>The id, by which tokens name the key. Keys of different owners may share it.</summary>
    public string Id { get; }

    /// <summary>The party whose key it is; empty for none.</summary>
    public string Owner { get; }

    /// <summary>The public name in metrics, logs and responses: the id, after its owner and a slash if there is one.</summary>
    public string Name { get; }

    /// <summary>What the key is made of.</summary>
    public KeyMaterial Material { get; }

    /// <summary>The only algorithm that the key may be used with; null for any of its kind.</summary>
    public SignatureAlgorithm? Algorithm { get; }

    /// <summary>The first instant at which the key is valid; null for always.</summary>
    public DateTimeOffset? NotBefore { get; }

    /// <summary>The last instant at which the key is valid; null for ever.</summary>
    public DateTimeOffset? NotAfter { get; }

    /// <summary>The bytes of a shared secret; empty for a key of another kind. Never show them in logs, responses or metrics.</summary>
    public ReadOnlySpan<byte> Secret => Material is SharedSecret secret ? secret.Bytes : default;

    /// <summary>The salt of a pair of secret and salt; empty for another key. Never show it.</summary>
    public ReadOnlySpan<byte> Salt => Material is SharedSecret secret ? secret.Salt : default;

    /// <summary>Whether a text can be the id of a key: 1 to 256 printable characters of ASCII, neither first nor last a blank.</summary>
    public static bool IsId(string text) =>
        text.Length is > 0 and <= MaxIdLength && !text.AsSpan().ContainsAnyExceptInRange(' ', '~') && text[0] != ' ' && text[^1] != ' ';

    /// <summary>Whether the key is valid at an instant, both ends included.</summary>
    public bool IsValidAt(DateTimeOffset now) => !(now < NotBefore) && !(now > NotAfter);

    /// <summary>The name, so that no print of a key shows its secret.</summary>
    public override string ToString() => Name;
}

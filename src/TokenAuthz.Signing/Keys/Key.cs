namespace TokenAuthz.Signing.Keys;

/// <summary>A shared secret with its id and the time in which it is valid.</summary>
public sealed class Key
{
    /// <summary>The longest id in characters.</summary>
    public const int MaxIdLength = 64;

    private readonly byte[] _secret;

    /// <summary>Makes a key.</summary>
    /// <param name="id">Its public name, which metrics and responses show.</param>
    /// <param name="secret">The secret's bytes, at least one; copied.</param>
    /// <param name="notBefore">The first instant at which it is valid; null for always.</param>
    /// <param name="notAfter">The last instant at which it is valid; null for ever.</param>
    /// <exception cref="ArgumentException">The id or the secret is empty, or the key ends before it begins.</exception>
    public Key(string id, ReadOnlySpan<byte> secret, DateTimeOffset? notBefore = null, DateTimeOffset? notAfter = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(id);
        if (id.Length > MaxIdLength) throw new ArgumentException($"A key's id has at most {MaxIdLength} characters.", nameof(id));
        if (secret.IsEmpty) throw new ArgumentException("A key needs at least one byte.", nameof(secret));
        if (notAfter < notBefore) throw new ArgumentException("A key cannot end before it begins.", nameof(notAfter));

        Id = id;
        NotBefore = notBefore;
        NotAfter = notAfter;
        _secret = secret.ToArray();
    }

    /// <summary>The public name.</summary>
    public string Id { get; }

    /// <summary>The first instant at which the key is valid; null for always.</summary>
    public DateTimeOffset? NotBefore { get; }

    /// <summary>The last instant at which the key is valid; null for ever.</summary>
    public DateTimeOffset? NotAfter { get; }

    /// <summary>The secret's bytes. Never show them in logs, responses or metrics.</summary>
    public ReadOnlySpan<byte> Secret => _secret;

    /// <summary>Whether the key is valid at an instant, both ends included.</summary>
    public bool IsValidAt(DateTimeOffset now) => !(now < NotBefore) && !(now > NotAfter);

    /// <summary>The id, so that no print of a key shows its secret.</summary>
    public override string ToString() => Id;
}

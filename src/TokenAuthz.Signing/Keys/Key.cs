namespace TokenAuthz.Signing.Keys;

/// <summary>A shared secret with its id and the time in which it holds.</summary>
public sealed class Key
{
    /// <summary>The longest id in characters.</summary>
    public const int MaxIdLength = 64;

    private readonly byte[] _secret;

    /// <summary>Makes a key.</summary>
    /// <param name="id">Its public name, which metrics and answers show.</param>
    /// <param name="secret">The secret's bytes, at least one; copied.</param>
    /// <param name="notBefore">The first instant at which it holds, or null for always.</param>
    /// <param name="notAfter">The last instant at which it holds, or null for ever.</param>
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

    /// <summary>The first instant at which the key holds; null for always.</summary>
    public DateTimeOffset? NotBefore { get; }

    /// <summary>The last instant at which the key holds; null for ever.</summary>
    public DateTimeOffset? NotAfter { get; }

    /// <summary>The secret's bytes. Not for logs, answers or metrics.</summary>
    public ReadOnlySpan<byte> Secret => _secret;

    /// <summary>Whether the key holds at an instant; both ends belong to it.</summary>
    public bool IsValidAt(DateTimeOffset now) => !(now < NotBefore) && !(now > NotAfter);

    /// <summary>The id: the secret does not show, wherever the key is printed.</summary>
    public override string ToString() => Id;
}

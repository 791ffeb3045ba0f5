using TokenAuthz.Signing.Keys;

namespace TokenAuthz.Signing;

/// <summary>What a scheme says of a request: allowed by a key, or denied for a reason. The default value is a deny.</summary>
public readonly record struct Verdict
{
    private Verdict(Key? key, DenyReason reason) => (Key, Reason) = (key, reason);

    /// <summary>The key whose signature the token is; null when denied.</summary>
    public Key? Key { get; }

    /// <summary>Why the request is denied; of no meaning when it is allowed.</summary>
    public DenyReason Reason { get; }

    /// <summary>Whether the request may pass.</summary>
    public bool IsAllowed => Key is not null;

    /// <summary>The token is this key's signature of the request.</summary>
    public static Verdict Allow(Key key)
    {
        ArgumentNullException.ThrowIfNull(key);
        return new(key, default);
    }

    /// <summary>The request is denied.</summary>
    public static Verdict Deny(DenyReason reason) => new(null, reason);
}

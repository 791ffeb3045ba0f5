using TokenAuthz.Signing.Keys;

namespace TokenAuthz.Signing.Verifying;

/// <summary>What a scheme says of a request: allowed by a key, or denied for a reason. The default value is a deny.</summary>
public readonly record struct Verdict
{
    private Verdict(Key? key, DenyReason reason, SingleUseClaim claim) => (Key, Reason, Claim) = (key, reason, claim);

    /// <summary>The key whose signature the token is; null when denied.</summary>
    public Key? Key { get; }

    /// <summary>Why the request is denied; of no meaning when it is allowed.</summary>
    public DenyReason Reason { get; }

    /// <summary>What the host has to claim before it allows; nothing unless the scheme is of single use.</summary>
    public SingleUseClaim Claim { get; }

    /// <summary>Whether the request may pass.</summary>
    public bool IsAllowed => Key is not null;

    /// <summary>The token is this key's signature of the request.</summary>
    public static Verdict Allow(Key key, SingleUseClaim claim = default)
    {
        ArgumentNullException.ThrowIfNull(key);
        return new(key, default, claim);
    }

    /// <summary>The request is denied.</summary>
    public static Verdict Deny(DenyReason reason) => new(null, reason, default);
}

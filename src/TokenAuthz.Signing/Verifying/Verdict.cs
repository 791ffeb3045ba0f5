using TokenAuthz.Signing.Keys;

namespace TokenAuthz.Signing.Verifying;

/// <summary>The result of a check: allowed by a key, or denied for a reason. The default value is a deny.</summary>
public readonly record struct Verdict
{
    private Verdict(Key? key, DenyReason reason, SingleUseClaim claim) => (Key, Reason, Claim) = (key, reason, claim);

    /// <summary>The key that signed the token; null when denied.</summary>
    public Key? Key { get; }

    /// <summary>Why the request is denied; undefined for an allow.</summary>
    public DenyReason Reason { get; }

    /// <summary>The token that the host has to claim before it allows; nothing unless the scheme is of single use.</summary>
    public SingleUseClaim Claim { get; }

    /// <summary>The position, among the schemes that are accepted, of the one that allowed, or whose denial says most.</summary>
    public int Scheme { get; internal init; }

    /// <summary>Whether the request is allowed.</summary>
    public bool IsAllowed => Key is not null;

    /// <summary>The request is allowed, because a key signed its token.</summary>
    public static Verdict Allow(Key key, SingleUseClaim claim = default)
    {
        ArgumentNullException.ThrowIfNull(key);
        return new(key, default, claim);
    }

    /// <summary>The request is denied.</summary>
    public static Verdict Deny(DenyReason reason) => new(null, reason, default);
}

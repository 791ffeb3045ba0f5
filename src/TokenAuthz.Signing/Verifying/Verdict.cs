using TokenAuthz.Signing.Keys;

namespace TokenAuthz.Signing.Verifying;

/// <summary>The result of a check: allowed by a key, or denied for a reason. The default value is a deny.</summary>
public readonly record struct Verdict
{
    private Verdict(bool isAllowed, Key? key, DenyCause cause, SingleUseClaim claim) =>
        (IsAllowed, KnownKey, Cause, Claim) = (isAllowed, key, cause, claim);

    /// <summary>The key that signed the token; null when denied.</summary>
    public Key? Key => IsAllowed ? KnownKey : null;

    /// <summary>As <see cref="Key"/>; for a deny the key that signed the token or that it only names, null when none is known.</summary>
    public Key? KnownKey { get; }

    /// <summary>Why the request is denied; undefined for an allow.</summary>
    public DenyReason Reason => Cause.Reason();

    /// <summary>What the deny comes from; undefined for an allow.</summary>
    public DenyCause Cause { get; }

    /// <summary>The token that the host has to claim before it allows; nothing unless the scheme is of single use.</summary>
    public SingleUseClaim Claim { get; }

    /// <summary>The position, among the schemes that are accepted, of the one that allowed, or whose denial says most.</summary>
    public int Scheme { get; internal init; }

    /// <summary>Whether the request is allowed.</summary>
    public bool IsAllowed { get; }

    /// <summary>The request is allowed, because a key signed its token.</summary>
    public static Verdict Allow(Key key, SingleUseClaim claim = default)
    {
        ArgumentNullException.ThrowIfNull(key);
        return new(true, key, default, claim);
    }

    /// <summary>The request is denied.</summary>
    /// <param name="cause">What the deny comes from.</param>
    /// <param name="key">The key that signed the token or that it names, if one is known.</param>
    public static Verdict Deny(DenyCause cause, Key? key = null) => new(false, key, cause, default);
}

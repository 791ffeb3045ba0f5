using TokenAuthz.Signing;
using TokenAuthz.Signing.Keys;

namespace TokenAuthz.Engine;

/// <summary>What a host is to answer. The default value is a deny.</summary>
/// <param name="Policy">The policy that decided; null when none did.</param>
/// <param name="Verdict">What its scheme says.</param>
public readonly record struct Decision(Policy? Policy, Verdict Verdict)
{
    /// <summary>What a host answers when deciding failed.</summary>
    public static Decision Failed => default;

    /// <summary>Whether the request may pass.</summary>
    public bool IsAllowed => Verdict.IsAllowed;

    /// <summary>Why it may not; of no meaning when it may.</summary>
    public DenyReason Reason => Verdict.Reason;

    /// <summary>The key whose signature the request carries; null when denied.</summary>
    public Key? Key => Verdict.Key;
}

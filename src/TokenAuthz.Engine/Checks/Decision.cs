using TokenAuthz.Engine.Policies;
using TokenAuthz.Signing;
using TokenAuthz.Signing.Keys;
using TokenAuthz.Signing.Verifying;

namespace TokenAuthz.Engine.Checks;

/// <summary>What a host is to answer. The default value is a deny.</summary>
public readonly record struct Decision
{
    private readonly Verdict _verdict;

    private Decision(Policy? policy, Verdict verdict, DecisionOutcome outcome) => (Policy, _verdict, Outcome) = (policy, verdict, outcome);

    /// <summary>What a host answers when deciding failed.</summary>
    public static Decision Failed => default;

    /// <summary>The policy that decided; null when none did.</summary>
    public Policy? Policy { get; }

    /// <summary>What came of the request.</summary>
    public DecisionOutcome Outcome { get; }

    /// <summary>Whether the request may pass.</summary>
    public bool IsAllowed => Outcome is not DecisionOutcome.Deny;

    /// <summary>Why it may not pass, or would not but for the shadow; of no meaning when it may.</summary>
    public DenyReason Reason => _verdict.Reason;

    /// <summary>The key whose signature the request carries; null when it needed none or is denied.</summary>
    public Key? Key => _verdict.Key;

    /// <summary>What the host has to claim before it lets the request pass.</summary>
    public SingleUseClaim Claim => _verdict.Claim;

    /// <summary>How a deny is answered.</summary>
    public DenyResponse Answer => (Policy?.Denials ?? DenyResponses.Default)[Reason];

    /// <summary>A request that cannot be asked about, or that no policy covers, may not pass.</summary>
    public static Decision Deny(DenyReason reason) => Deny(null, Verdict.Deny(reason));

    internal static Decision Allow(Policy policy, Verdict verdict) => new(policy, verdict, DecisionOutcome.Allow);

    internal static Decision Deny(Policy? policy, Verdict verdict) => new(policy, verdict, DecisionOutcome.Deny);

    internal static Decision Shadow(Policy policy, Verdict verdict) => new(policy, verdict, DecisionOutcome.Shadow);
}

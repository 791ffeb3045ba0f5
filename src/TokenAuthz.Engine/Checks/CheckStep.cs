using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using TokenAuthz.Signing;
using TokenAuthz.Signing.Keys;
using TokenAuthz.Signing.Verifying;

namespace TokenAuthz.Engine.Checks;

/// <summary>
/// How far the check of a request is. A step carries the snapshot and the policy of its beginning, so that a reload while the host
/// waits for a body or a store changes nothing. The default value is decided: a deny.
/// </summary>
public readonly record struct CheckStep
{
    private readonly Decision _decision;
    private readonly Key? _key;

    // Inlined, the decision is written where the step is returned, and not copied with the collector's barrier.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal CheckStep(in Decision decision) => _decision = decision;

    private CheckStep(CheckStage stage, in Decision undecided, in Verdict verdict = default)
    {
        (Stage, _decision) = (stage, undecided);
        (_key, Claim) = (verdict.Key, verdict.Claim);
    }

    /// <summary>What the check needs next.</summary>
    public CheckStage Stage { get; }

    /// <summary>The decision; a deny by <see cref="DenyReason.Error"/> as long as the check needs something.</summary>
    [UnscopedRef]
    public ref readonly Decision Decision => ref _decision;

    /// <summary>The token to be claimed when the step needs that.</summary>
    public SingleUseClaim Claim { get; internal init; }

    /// <summary>Denies a request whose signed body cannot be checked.</summary>
    /// <param name="cause">The cause.</param>
    /// <param name="subject">The setting that it is about; null for none.</param>
    public CheckStep WithoutBody(DenyCause cause, string? subject = null) => new(Decision.Deny(cause, subject: subject));

    /// <summary>Goes on with a step that needs a claim.</summary>
    /// <exception cref="InvalidOperationException">The step needs no claim.</exception>
    public CheckStep WithClaim(ClaimResult result)
    {
        if (Stage is not CheckStage.NeedsClaim) throw new InvalidOperationException("The step needs no claim.");
        return new(result switch
        {
            ClaimResult.Unknown => Decision.Deny(DenyCause.StoreFailed, _key),
            ClaimResult.First => Decision.Allow(_key),
            ClaimResult.Replayed => Decision.Deny(DenyCause.Replayed, _key),
            _ => throw new UnreachableException(),
        });
    }

    internal static CheckStep NeedBody(in Decision undecided) => new(CheckStage.NeedsBody, undecided);

    internal static CheckStep NeedClaim(in Decision undecided, in Verdict verdict) => new(CheckStage.NeedsClaim, undecided, verdict);
}

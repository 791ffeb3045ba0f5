using System.Diagnostics.CodeAnalysis;
using TokenAuthz.Engine.Checks;
using TokenAuthz.Engine.SingleUse;
using TokenAuthz.Observability;

namespace TokenAuthz.Checks;

/// <summary>
/// Ends checks in the same way for HTTP and gRPC: claims a token of single use, counts the decision and logs a denial. A check that
/// fails is a deny, because an exception would become a 5xx, which a gateway that fails open takes for an allow.
/// </summary>
[SuppressMessage("Design", "CA1031", Justification = "Whatever fails is a deny.")]
internal sealed class CheckFlow(IUsedTokens usedTokens, CheckMetrics metrics, DenialLog log)
{
    /// <summary>Claims the token if the step needs that, and ends the check. Synchronous unless there is a claim.</summary>
    public ValueTask<Decision> EndAsync(in RunningCheck check, in CheckStep step) =>
        step.Stage is CheckStage.NeedsClaim ? ClaimAsync(check, step) : new(Record(check, step.Decision));

    /// <summary>Denies a check that failed.</summary>
    public Decision Fail(in RunningCheck check, Exception failure)
    {
        try
        {
            metrics.Observe(check.Listener.Name, Decision.Failed, check.Elapsed);
            log.Failed(check.Origin, failure);
        }
        catch
        {
            // The request is denied even if neither metrics nor log work.
        }

        return Decision.Failed;
    }

    private async ValueTask<Decision> ClaimAsync(RunningCheck check, CheckStep step)
    {
        var result = ClaimResult.Unknown;
        try
        {
            result = await usedTokens.TryClaimAsync(step.Claim) ? ClaimResult.First : ClaimResult.Replayed;
        }
        catch (Exception e)
        {
            // Denied by the policy: shadow mode still applies, and the metric names the policy.
            log.Failed(check.Origin, e);
        }

        return Record(check, step.WithClaim(result).Decision);
    }

    private Decision Record(in RunningCheck check, in Decision decision)
    {
        metrics.Observe(check.Listener.Name, decision, check.Elapsed);
        log.Write(check.Origin, decision, check.Request);
        return decision;
    }
}

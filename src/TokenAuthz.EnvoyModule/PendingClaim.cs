using System.Diagnostics.CodeAnalysis;
using TokenAuthz.Engine.Checks;
using TokenAuthz.Engine.SingleUse;

namespace TokenAuthz.EnvoyModule;

/// <summary>
/// The claim of a request that waits for a store outside the process. The request's worker begins it and goes on with other requests; the
/// answer comes on a thread of the pool, which has Envoy call the worker again. The request may end before. Envoy ends every request before
/// it ends the request's worker, so that a claim whose request is there may call Envoy.
/// </summary>
internal sealed class PendingClaim
{
    // Held to call Envoy, so that the request does not end meanwhile.
    private readonly Lock _lock = new();
    private nint _scheduler;

    /// <param name="stream">The request.</param>
    /// <param name="step">The step that needs the claim.</param>
    public PendingClaim(nint stream, in CheckStep step) => (Step, _scheduler) = (step, EnvoyAbi.NewScheduler(stream));

    /// <summary>The step that needs the claim.</summary>
    public CheckStep Step { get; }

    /// <summary>The answer of the store. For the worker, once Envoy has called it again.</summary>
    public ClaimResult Result { get; private set; }

    /// <summary>Why the store does not tell; null if it does.</summary>
    public Exception? Failure { get; private set; }

    /// <summary>Asks the store, once the request's exchange keeps this and abandons it with the request.</summary>
    /// <param name="store">Does its work on other threads, and ends a claim in time.</param>
    public void Begin(IUsedTokens store) => _ = RunAsync(store);

    /// <summary>The request has ended or goes on, and Envoy is not called any more.</summary>
    public void Abandon()
    {
        lock (_lock)
        {
            EnvoyAbi.DeleteScheduler(_scheduler);
            _scheduler = 0;
        }
    }

    [SuppressMessage("Design", "CA1031", Justification = "Whatever fails is a deny.")]
    private async Task RunAsync(IUsedTokens store)
    {
        try
        {
            Result = await store.TryClaimAsync(Step.Claim) ? ClaimResult.First : ClaimResult.Replayed;
        }
        catch (Exception e)
        {
            Failure = e;
        }

        lock (_lock)
        {
            if (_scheduler != 0) EnvoyAbi.Schedule(_scheduler);
        }
    }
}

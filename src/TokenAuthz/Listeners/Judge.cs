using System.Diagnostics;
using TokenAuthz.Engine;
using TokenAuthz.Engine.SingleUse;
using TokenAuthz.Observability;
using TokenAuthz.Signing;
using TokenAuthz.Signing.Requests;

namespace TokenAuthz.Listeners;

/// <summary>Decides gateways' questions, counts them and logs the denials, whichever way they came in.</summary>
internal sealed class Judge(DecisionEngine engine, ISingleUseStore usedTokens, CheckMetrics metrics, DenialLog log)
{
    /// <summary>Decides a question; whatever fails is a deny, and never an exception.</summary>
    public async ValueTask<Decision> JudgeAsync<TQuestion, TView>(Listener listener, TQuestion question)
        where TQuestion : struct, IQuestion<TView>
        where TView : struct, IRequestView
    {
        var started = Stopwatch.GetTimestamp();
        var original = default(OriginalRequest);
        try
        {
            var decision = listener.IsTrusted && question.TryRead(out original)
                ? await DecideAsync<TQuestion, TView>(listener, question, original)
                : Decision.Deny(DenyReason.BadRequest);
            metrics.Observe(listener.Name, decision, Stopwatch.GetElapsedTime(started));
            if (decision.Outcome is not DecisionOutcome.Allow) log.Write(listener.Name, decision, original);
            return decision;
        }
#pragma warning disable CA1031 // An exception would become a 5xx, which lets pass where a gateway fails open.
        catch (Exception e)
#pragma warning restore CA1031
        {
            Report(listener, e, Stopwatch.GetElapsedTime(started));
            return Decision.Failed;
        }
    }

    private async ValueTask<Decision> DecideAsync<TQuestion, TView>(Listener listener, TQuestion question, OriginalRequest original)
        where TQuestion : struct, IQuestion<TView>
        where TView : struct, IRequestView
    {
        var request = question.View(original, default);
        var policy = question.Policy is { } name ? engine.Snapshot.Find(listener.Name, name) : engine.Find(listener.Name, ref request);
        if (policy is { SignsBody: true })
        {
            var body = await question.ReadBodyAsync();
            request = question.View(original, body ?? default);
            if (body is null) return policy.Deny(ref request, DenyReason.BadRequest);
        }

        var decision = engine.Decide(policy, ref request);
        if (!decision.Claim.IsNeeded || await WhyNotClaimedAsync(listener, decision.Claim) is not { } reason) return decision;

        // A view is of the thread that made it.
        request = question.View(original, default);
        return policy!.Deny(ref request, reason);
    }

    // A store that cannot tell is no reason to deny what a policy in shadow lets pass, and is counted with its policy.
    private async ValueTask<DenyReason?> WhyNotClaimedAsync(Listener listener, SingleUseClaim claim)
    {
        try
        {
            return await usedTokens.TryClaimAsync(claim) ? null : DenyReason.Replayed;
        }
        catch (SingleUseException e)
        {
            log.Failed(listener.Name, e);
            return DenyReason.Error;
        }
    }

    private void Report(Listener listener, Exception failure, TimeSpan duration)
    {
        try
        {
            metrics.Observe(listener.Name, Decision.Failed, duration);
            log.Failed(listener.Name, failure);
        }
#pragma warning disable CA1031 // Nobody is left to tell, and the request has to be denied all the same.
        catch
#pragma warning restore CA1031
        {
        }
    }
}

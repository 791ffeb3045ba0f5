using System.Diagnostics;
using TokenAuthz.Engine.Checks;
using TokenAuthz.Engine.Policies;
using TokenAuthz.Engine.SingleUse;
using TokenAuthz.Listeners;
using TokenAuthz.Observability;
using TokenAuthz.Signing;
using TokenAuthz.Signing.Requests;
using TokenAuthz.Signing.Verifying;

namespace TokenAuthz.Checks;

/// <summary>Decides gateways' questions, counts them and logs the denials, whichever way they came in.</summary>
internal sealed class Judge(DecisionEngine engine, IUsedTokens usedTokens, CheckMetrics metrics, DenialLog log)
{
    /// <summary>Decides a question; whatever fails is a deny, and never an exception.</summary>
    public ValueTask<Decision> JudgeAsync<TQuestion, TView>(Listener listener, TQuestion question)
        where TQuestion : struct, IQuestion<TView>
        where TView : struct, IRequestView
    {
        var started = Stopwatch.GetTimestamp();
        try
        {
            if (!question.TryRead(out var original, out var fault)) return new(Record(listener, Decision.Deny(DenyReason.BadRequest), default, started, fault));
            var request = question.View(original, default);
            if (!RequestHost.IsWellFormed(request.Host)) return new(Record(listener, Decision.Deny(DenyReason.BadRequest), original, started));
            var policy = question.Policy is { } name ? engine.Snapshot.Find(listener.Name, name) : engine.Find(listener.Name, ref request);

            // Few checks have to wait for anything, and being able to costs more than all that is around the check itself.
            var decision = policy is { SignsBody: true } ? default : engine.Decide(policy, ref request);
            return policy is { SignsBody: true } || decision.Claim.IsNeeded
                ? WaitAsync<TQuestion, TView>(listener, question, original, policy!, decision, started)
                : new(Record(listener, decision, original, started));
        }
#pragma warning disable CA1031 // An exception would become a 5xx, which lets pass where a gateway fails open.
        catch (Exception e)
#pragma warning restore CA1031
        {
            return new(Fail(listener, e, started));
        }
    }

    private async ValueTask<Decision> WaitAsync<TQuestion, TView>(Listener listener, TQuestion question, CheckedRequest original, Policy policy, Decision decision, long started)
        where TQuestion : struct, IQuestion<TView>
        where TView : struct, IRequestView
    {
        try
        {
            string? fault = null;
            if (policy.SignsBody)
            {
                var body = await question.ReadBodyAsync(original);
                fault = body.Fault;
                decision = DecideWithBody<TQuestion, TView>(question, original, policy, body);
            }

            if (decision.Claim.IsNeeded && await WhyNotClaimedAsync(listener, decision.Claim) is { } reason) decision = Deny<TQuestion, TView>(question, original, policy, reason);
            return Record(listener, decision, original, started, fault);
        }
#pragma warning disable CA1031 // As above.
        catch (Exception e)
#pragma warning restore CA1031
        {
            return Fail(listener, e, started);
        }
    }

    private Decision DecideWithBody<TQuestion, TView>(TQuestion question, in CheckedRequest original, Policy policy, in SignedBody body)
        where TQuestion : struct, IQuestion<TView>
        where TView : struct, IRequestView
    {
        if (body.Fault is not null) return Deny<TQuestion, TView>(question, original, policy, DenyReason.BadRequest);
        var request = question.View(original, body.Bytes);
        return engine.Decide(policy, ref request);
    }

    // A view is of the thread that made it, so each wait needs another.
    private static Decision Deny<TQuestion, TView>(TQuestion question, in CheckedRequest original, Policy policy, DenyReason reason)
        where TQuestion : struct, IQuestion<TView>
        where TView : struct, IRequestView
    {
        var request = question.View(original, default);
        return policy.Deny(ref request, reason);
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

    private Decision Record(Listener listener, in Decision decision, in CheckedRequest original, long started, string? fault = null)
    {
        metrics.Observe(listener.Name, decision, Stopwatch.GetElapsedTime(started));
        if (decision.Outcome is not DecisionOutcome.Allow) log.Write(listener.Name, decision, original, fault);
        return decision;
    }

    private Decision Fail(Listener listener, Exception failure, long started)
    {
        try
        {
            metrics.Observe(listener.Name, Decision.Failed, Stopwatch.GetElapsedTime(started));
            log.Failed(listener.Name, failure);
        }
#pragma warning disable CA1031 // Nobody is left to tell, and the request has to be denied all the same.
        catch
#pragma warning restore CA1031
        {
        }

        return Decision.Failed;
    }
}

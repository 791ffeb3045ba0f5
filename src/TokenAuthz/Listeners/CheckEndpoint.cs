using System.Diagnostics;
using Microsoft.AspNetCore.Http.Features;
using TokenAuthz.Engine;
using TokenAuthz.Lifetime;
using TokenAuthz.Observability;
using TokenAuthz.Signing;
using TokenAuthz.SingleUse;

namespace TokenAuthz.Listeners;

/// <summary>Answers checks: every request of every method and target on a listener of checks ends here.</summary>
internal sealed class CheckEndpoint(DecisionEngine engine, ISingleUseStore usedTokens, CheckAnswer answer, CheckMetrics metrics, DenialLog log, Readiness readiness)
{
    public async Task HandleAsync(HttpContext context, Listener listener)
    {
        var decision = await JudgeAsync(context, listener);

        // The gateway has to open its next connection to another replica.
        if (readiness.IsStopping) context.Response.Headers.Connection = "close";
        await answer.WriteAsync(context.Response, decision);
    }

    private async ValueTask<Decision> JudgeAsync(HttpContext context, Listener listener)
    {
        var started = Stopwatch.GetTimestamp();
        try
        {
            var decision = await DecideAsync(context, listener);
            metrics.Observe(listener.Name, decision, Stopwatch.GetElapsedTime(started));
            if (decision.Outcome is not DecisionOutcome.Allow) log.Write(listener.Name, decision, context);
            return decision;
        }
#pragma warning disable CA1031 // Whatever fails is a deny: an exception would become a 5xx, which lets pass where a gateway fails open.
        catch (Exception e)
#pragma warning restore CA1031
        {
            Report(listener, e, Stopwatch.GetElapsedTime(started));
            return Decision.Failed;
        }
    }

    private async ValueTask<Decision> DecideAsync(HttpContext context, Listener listener)
    {
        var feature = context.Features.GetRequiredFeature<IHttpRequestFeature>();
        var request = new HttpRequestView(feature, listener.ClientAddressHeader);
        var policy = engine.Find(listener.Name, ref request);
        if (policy is { SignsBody: true })
        {
            if (await RequestBody.TryReadAsync(context) is not { } body) return policy.Deny(DenyReason.BadRequest);
            request = new(feature, listener.ClientAddressHeader, body);
        }

        var decision = engine.Decide(policy, ref request);
        return decision.Claim.IsNeeded && !await usedTokens.TryClaimAsync(decision.Claim) ? decision.Revoke(DenyReason.Replayed) : decision;
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

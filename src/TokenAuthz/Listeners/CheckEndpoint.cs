using System.Diagnostics;
using Microsoft.AspNetCore.Http.Features;
using TokenAuthz.Engine;
using TokenAuthz.Lifetime;
using TokenAuthz.Observability;

namespace TokenAuthz.Listeners;

/// <summary>Answers checks: every request of every method and target on a listener of checks ends here.</summary>
internal sealed class CheckEndpoint(DecisionEngine engine, CheckAnswer answer, CheckMetrics metrics, DenialLog log, Readiness readiness)
{
    public async Task HandleAsync(HttpContext context, Listener listener)
    {
        var decision = Judge(context, listener);

        // The gateway has to open its next connection to another replica.
        if (readiness.IsStopping) context.Response.Headers.Connection = "close";
        await answer.WriteAsync(context.Response, decision);
    }

    private Decision Judge(HttpContext context, Listener listener)
    {
        var started = Stopwatch.GetTimestamp();
        try
        {
            var request = new HttpRequestView(context.Features.GetRequiredFeature<IHttpRequestFeature>());
            var decision = engine.Decide(ref request);
            metrics.Observe(listener.Name, decision, Stopwatch.GetElapsedTime(started));
            if (!decision.IsAllowed) log.Write(listener.Name, decision, context);
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

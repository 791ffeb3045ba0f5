using TokenAuthz.Engine.Checks;
using TokenAuthz.Signing.Requests;

namespace TokenAuthz.Tests.Engine;

/// <summary>Drives a check to its end, as a host does that has the body at hand and whose store answers at once.</summary>
internal static class CheckEngines
{
    public static Decision Decide<TRequest>(this CheckEngine engine, string listener, TRequest request, string? policy = null)
        where TRequest : struct, IRequestView
    {
        var step = engine.Begin(listener, policy, ref request);
        if (step.Stage is CheckStage.NeedsBody) step = engine.WithBody(step, ref request);
        if (step.Stage is CheckStage.NeedsClaim) step = step.WithClaim(ClaimResult.First);
        return step.Decision;
    }
}

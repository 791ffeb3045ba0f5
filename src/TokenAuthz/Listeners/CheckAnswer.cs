using System.Collections.Immutable;
using Microsoft.Extensions.Primitives;
using TokenAuthz.Engine;
using TokenAuthz.Engine.Policies;
using TokenAuthz.Settings;
using TokenAuthz.Signing;

namespace TokenAuthz.Listeners;

/// <summary>Writes a decision as the answer that gateways take for an allow (200, and nothing else) or a deny (403, or what its policy sets).</summary>
internal sealed class CheckAnswer(OnAllowSettings onAllow)
{
    public const string ReasonHeader = "x-auth-reason";

    private static readonly ImmutableArray<StringValues> Codes = [.. DenyReasons.All.Select(reason => new StringValues(reason.Code()))];

    public Task WriteAsync(HttpResponse response, in Decision decision) =>
        decision.IsAllowed ? Allow(response, decision) : DenyAsync(response, (decision.Policy?.Denials ?? DenyAnswers.Default)[decision.Reason], decision.Reason);

    private static async Task DenyAsync(HttpResponse response, DenyAnswer answer, DenyReason reason)
    {
        response.StatusCode = answer.Status;
        response.ContentType = answer.ContentType;
        response.ContentLength = answer.Body.Length;
        response.Headers[ReasonHeader] = Codes[(int)reason];
        await response.Body.WriteAsync(answer.Body);
    }

    private Task Allow(HttpResponse response, in Decision decision)
    {
        // Set on every allow when on, even if empty: a client's own header of that name must not pass for ours.
        if (onAllow.KeyId) response.Headers["x-auth-key-id"] = decision.Key?.Id ?? "";
        if (onAllow.Policy) response.Headers["x-auth-policy"] = decision.Policy?.Name ?? "";
        if (onAllow.RemoveToken) response.Headers["x-envoy-auth-headers-to-remove"] = decision.Policy?.Scheme?.TokenHeaderList ?? "";
        response.ContentLength = 0;
        return Task.CompletedTask;
    }
}

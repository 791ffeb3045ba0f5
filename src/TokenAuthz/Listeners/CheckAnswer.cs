using System.Collections.Immutable;
using Microsoft.Extensions.Primitives;
using TokenAuthz.Engine;
using TokenAuthz.Engine.Hosts;
using TokenAuthz.Signing;

namespace TokenAuthz.Listeners;

/// <summary>Writes a decision as the answer that gateways take for an allow (200, and nothing else) or a deny (403, or what its policy sets).</summary>
internal sealed class CheckAnswer(OnAllowSettings onAllow)
{
    private static readonly ImmutableArray<StringValues> Codes = [.. DenyReasons.All.Select(reason => new StringValues(reason.Code()))];
    private static readonly StringValues NoStore = AnswerHeaders.NoStore;
    private static readonly StringValues Challenge = AnswerHeaders.SignatureScheme;

    public Task WriteAsync(HttpResponse response, ListenerKind kind, in Decision decision) =>
        decision.IsAllowed ? Allow(response, decision) : DenyAsync(response, kind, decision);

    private static Task DenyAsync(HttpResponse response, ListenerKind kind, in Decision decision)
    {
        var answer = decision.Answer;
        var isHandedOn = kind.HandsOnEveryStatus || answer.Status == StatusCodes.Status401Unauthorized;
        response.StatusCode = isHandedOn ? answer.Status : StatusCodes.Status403Forbidden;
        response.ContentType = answer.ContentType;
        response.ContentLength = answer.Body.Length;
        response.Headers[AnswerHeaders.Reason] = Codes[(int)decision.Reason];
        response.Headers.CacheControl = NoStore;
        if (response.StatusCode == StatusCodes.Status401Unauthorized) response.Headers.WWWAuthenticate = Challenge;
        return response.Body.WriteAsync(answer.Body).AsTask();
    }

    private Task Allow(HttpResponse response, in Decision decision)
    {
        // Set on every allow when on, even if empty: a client's own header of that name must not pass for ours.
        if (onAllow.KeyId) response.Headers[AnswerHeaders.KeyId] = decision.Key?.Id ?? "";
        if (onAllow.Policy) response.Headers[AnswerHeaders.Policy] = decision.Policy?.Name ?? "";
        if (onAllow.RemoveToken) response.Headers["x-envoy-auth-headers-to-remove"] = decision.Policy?.Scheme?.TokenHeaderList ?? "";
        response.ContentLength = 0;
        return Task.CompletedTask;
    }
}

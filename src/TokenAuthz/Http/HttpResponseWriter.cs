using System.Collections.Immutable;
using Microsoft.Extensions.Primitives;
using TokenAuthz.Engine.Checks;
using TokenAuthz.Engine.Hosting;
using TokenAuthz.Listeners;
using TokenAuthz.Signing;

namespace TokenAuthz.Http;

/// <summary>Writes a decision as the answer that gateways take for an allow (200, and nothing else) or a deny (403, or what its policy sets).</summary>
internal sealed class HttpResponseWriter(OnAllowSettings onAllow)
{
    private static readonly ImmutableArray<StringValues> Codes = [.. DenyReasons.All.Select(reason => new StringValues(reason.Code()))];
    private static readonly StringValues NoStore = ResponseHeaders.NoStore;
    private static readonly StringValues Challenge = ResponseHeaders.SignatureScheme;

    public Task WriteAsync(HttpResponse response, ListenerKind kind, in Decision decision) =>
        decision.IsAllowed ? Allow(response, decision) : DenyAsync(response, kind, decision);

    private static Task DenyAsync(HttpResponse response, ListenerKind kind, in Decision decision)
    {
        var answer = decision.Answer;
        var isHandedOn = kind.PreservesDenyStatus || answer.Status == StatusCodes.Status401Unauthorized;
        response.StatusCode = isHandedOn ? answer.Status : StatusCodes.Status403Forbidden;
        response.ContentType = answer.ContentType;
        response.ContentLength = answer.Body.Length;
        response.Headers[ResponseHeaders.Reason] = Codes[(int)decision.Reason];
        response.Headers.CacheControl = NoStore;
        if (response.StatusCode == StatusCodes.Status401Unauthorized) response.Headers.WWWAuthenticate = Challenge;
        return response.Body.WriteAsync(answer.Body).AsTask();
    }

    private Task Allow(HttpResponse response, in Decision decision)
    {
        // Set on every allow when on, even if empty: a client's own header of that name must not pass for ours.
        if (onAllow.KeyId) response.Headers[ResponseHeaders.KeyId] = decision.Key?.Id ?? "";
        if (onAllow.Policy) response.Headers[ResponseHeaders.Policy] = decision.Policy?.Name ?? "";
        if (onAllow.RemoveToken) response.Headers["x-envoy-auth-headers-to-remove"] = decision.Policy?.Scheme?.TokenHeaderList ?? "";
        response.ContentLength = 0;
        return Task.CompletedTask;
    }
}

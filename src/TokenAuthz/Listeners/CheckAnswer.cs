using System.Collections.Immutable;
using System.Text;
using Microsoft.Extensions.Primitives;
using TokenAuthz.Engine;
using TokenAuthz.Settings;
using TokenAuthz.Signing;

namespace TokenAuthz.Listeners;

/// <summary>Writes a decision as the answer that gateways take for an allow (200, and nothing else) or a deny (403).</summary>
internal sealed class CheckAnswer(OnAllowSettings onAllow)
{
    public const string ReasonHeader = "x-auth-reason";

    private static readonly ImmutableArray<byte[]> Bodies = [.. DenyReasons.All.Select(reason => Encoding.ASCII.GetBytes(reason.Text()))];
    private static readonly ImmutableArray<StringValues> Codes = [.. DenyReasons.All.Select(reason => new StringValues(reason.Code()))];

    public Task WriteAsync(HttpResponse response, in Decision decision) =>
        decision.IsAllowed ? Allow(response, decision) : DenyAsync(response, decision.Reason);

    private static async Task DenyAsync(HttpResponse response, DenyReason reason)
    {
        var body = Bodies[(int)reason];
        response.StatusCode = StatusCodes.Status403Forbidden;
        response.ContentType = "text/plain";
        response.ContentLength = body.Length;
        response.Headers[ReasonHeader] = Codes[(int)reason];
        await response.Body.WriteAsync(body);
    }

    private Task Allow(HttpResponse response, in Decision decision)
    {
        // Set on every allow when on, even if empty: a client's own header of that name must not pass for ours.
        if (onAllow.KeyId) response.Headers["x-auth-key-id"] = decision.Key?.Id ?? "";
        if (onAllow.Policy) response.Headers["x-auth-policy"] = decision.Policy?.Name ?? "";
        if (onAllow.RemoveToken) response.Headers["x-envoy-auth-headers-to-remove"] = string.Join(',', decision.Policy?.Scheme.TokenHeaders ?? []);
        response.ContentLength = 0;
        return Task.CompletedTask;
    }
}

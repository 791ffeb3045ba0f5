using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using TokenAuthz.Engine.Checks;
using TokenAuthz.Engine.Policies;
using TokenAuthz.Listeners;

namespace TokenAuthz.Http;

/// <summary>
/// Writes a decision as the answer that gateways take for an allow (200 and nothing else) or a deny (403, or the policy's status).
/// </summary>
internal static class HttpResponseWriter
{
    // Envoy alone reads this header, a list with commas.
    private const string HeadersToRemove = "x-envoy-auth-headers-to-remove";

    // Joined once for each scheme, as the names are the scheme's own array.
    private static readonly ConditionalWeakTable<string[], string> Lists = [];

    public static Task WriteAsync(HttpResponse response, ListenerKind kind, in Decision decision) =>
        decision.DenyResponse is { } denied ? DenyAsync(response, kind, denied) : Allow(response, decision);

    private static Task DenyAsync(HttpResponse response, ListenerKind kind, DenyResponse denied)
    {
        var isHandedOn = kind.PreservesDenyStatus || denied.Status == StatusCodes.Status401Unauthorized;
        response.StatusCode = isHandedOn ? denied.Status : StatusCodes.Status403Forbidden;
        response.ContentType = denied.ContentType;
        response.ContentLength = denied.Body.Length;
        foreach (var header in denied.Headers.AsSpan()) response.Headers[header.Name] = header.Value;
        return response.Body.WriteAsync(denied.Body).AsTask();
    }

    private static Task Allow(HttpResponse response, in Decision decision)
    {
        var upstream = decision.UpstreamHeaders;
        foreach (var header in upstream.Set) response.Headers[header.Name] = header.Value;
        if (!upstream.Removed.IsEmpty) response.Headers[HeadersToRemove] = ListOf(upstream.Removed);
        response.ContentLength = 0;
        return Task.CompletedTask;
    }

    private static string ListOf(ImmutableArray<string> names) =>
        Lists.GetValue(ImmutableCollectionsMarshal.AsArray(names)!, static names => string.Join(',', names));
}

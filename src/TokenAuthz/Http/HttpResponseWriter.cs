using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;
using TokenAuthz.Engine.Checks;
using TokenAuthz.Engine.Policies;
using TokenAuthz.Listeners;
using TokenAuthz.Signing.Verifying;

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
        decision.DenyResponse is { } denied ? DenyAsync(response, kind, denied) : Allow(response, kind, decision);

    private static Task DenyAsync(HttpResponse response, ListenerKind kind, DenyResponse denied)
    {
        var isHandedOn = kind.PreservesDenyStatus || denied.Status == StatusCodes.Status401Unauthorized;
        response.StatusCode = isHandedOn ? denied.Status : StatusCodes.Status403Forbidden;
        response.ContentType = denied.ContentType;
        response.ContentLength = denied.Body.Length;
        foreach (var header in denied.Headers.AsSpan()) response.Headers[header.Name] = header.Value;
        return response.Body.WriteAsync(denied.Body).AsTask();
    }

    private static Task Allow(HttpResponse response, ListenerKind kind, in Decision decision)
    {
        var upstream = decision.UpstreamHeaders;
        foreach (var header in upstream.Set) response.Headers[header.Name] = header.Value;
        if (!upstream.Removed.IsEmpty) response.Headers[HeadersToRemove] = ListOf(upstream.Removed);
        if (upstream.Removal is { HasCookies: true } removal && kind == ListenerKind.ExtAuthz) TakeOffCookies(response, removal);
        response.ContentLength = 0;
        return Task.CompletedTask;
    }

    // Envoy takes the whole header from the answer, or off the request. It has no way to change the target.
    private static void TakeOffCookies(HttpResponse response, TokenRemoval removal)
    {
        var cookies = response.HttpContext.Request.Headers.Cookie;
        if (cookies.Count != 1) return;
        var header = Encoding.Latin1.GetBytes(cookies[0]!);
        var rest = new byte[header.Length];
        if (!removal.TryTakeOffCookies(header, rest, out var length)) return;
        if (length > 0) response.Headers.Cookie = Encoding.Latin1.GetString(rest, 0, length);
        else response.Headers.Append(HeadersToRemove, "cookie");
    }

    private static string ListOf(ImmutableArray<string> names) =>
        Lists.GetValue(ImmutableCollectionsMarshal.AsArray(names)!, static names => string.Join(',', names));
}

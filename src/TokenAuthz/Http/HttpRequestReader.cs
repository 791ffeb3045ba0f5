using Microsoft.AspNetCore.Http.Features;
using TokenAuthz.Listeners;
using TokenAuthz.Transport;

namespace TokenAuthz.Http;

/// <summary>Reads the request that a check over HTTP is about: the request of the check itself, or the one that its headers name.</summary>
internal static class HttpRequestReader
{
    /// <summary>Reads the request.</summary>
    /// <returns>False when the headers of a gateway do not name one request, or its line cannot be read.</returns>
    public static bool TryRead(IHttpRequestFeature http, ListenerKind kind, out CheckedRequest request)
    {
        if (kind.IsForwarded) return ForwardedRequest.TryRead(http.Headers, kind, out request);
        request = new(http.Method, http.Headers.Host.ToString(), http.RawTarget);
        return request is not ({ Method: RequestLineEncoding.Unclear } or { Host: RequestLineEncoding.Unclear }
            or { Target: RequestLineEncoding.UnclearPath });
    }
}

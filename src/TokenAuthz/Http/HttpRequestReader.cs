using Microsoft.AspNetCore.Http.Features;
using TokenAuthz.Listeners;
using TokenAuthz.Transport;

namespace TokenAuthz.Http;

/// <summary>Reads the request that a check over HTTP is about: the request of the check itself, or the one that its headers name.</summary>
internal static class HttpRequestReader
{
    /// <summary>Reads the request.</summary>
    /// <returns>False when the headers of a gateway do not name one request, or its line cannot be read.</returns>
    public static bool TryRead(IHttpRequestFeature http, Listener listener, out CheckedRequest request)
    {
        if (listener.Kind is { IsForwarded: true } kind) return ForwardedRequest.TryRead(http.Headers, kind, out request);
        var target = http.RawTarget;
        var hasPrefix = PathPrefixSetting.TryTakeOff(listener.PathPrefix, ref target);
        request = new(http.Method, http.Headers.Host.ToString(), target);
        return hasPrefix && request is not ({ Method: RequestLineEncoding.Unclear } or { Host: RequestLineEncoding.Unclear }
            or { Target: RequestLineEncoding.UnclearPath });
    }
}

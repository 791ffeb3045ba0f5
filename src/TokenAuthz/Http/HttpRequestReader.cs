using Microsoft.AspNetCore.Http.Features;
using TokenAuthz.Listeners;
using TokenAuthz.Signing;
using TokenAuthz.Transport;

namespace TokenAuthz.Http;

/// <summary>Reads the request that a check over HTTP is about: the request of the check itself, or the one that its headers name.</summary>
internal static class HttpRequestReader
{
    /// <summary>Reads the request.</summary>
    /// <returns>Why it cannot be read; null when it can.</returns>
    public static UnclearRequest? Read(IHttpRequestFeature http, Listener listener, out CheckedRequest request)
    {
        if (listener.Kind is { IsForwarded: true } kind) return ForwardedRequest.Read(http.Headers, kind, out request);
        var target = http.RawTarget;
        var hasPrefix = PathPrefixSetting.TryTakeOff(listener.PathPrefix, ref target);
        request = new(http.Method, http.Headers.Host.ToString(), target);
        if (request is { Method: RequestLineEncoding.Unclear } or { Host: RequestLineEncoding.Unclear }
            or { Target: RequestLineEncoding.UnclearPath })
        {
            return new(DenyCause.RequestLineIllFormed);
        }

        return hasPrefix ? null : new(DenyCause.PrefixMissing);
    }
}

using Microsoft.AspNetCore.Server.Kestrel.Core;
using TokenAuthz.Engine.Configuration;

namespace TokenAuthz.Listeners;

/// <summary>The setting of the version of HTTP that a listener speaks.</summary>
internal static class ListenerProtocol
{
    private static readonly Setting<HttpProtocols> Protocol = Setting.Choice(
        "Protocol",
        HttpProtocols.Http1,
        [HttpProtocols.Http1, HttpProtocols.Http2],
        protocol => protocol == HttpProtocols.Http2 ? "http2" : "http1",
        "The version of HTTP. Over HTTP/2 a check adds about half of the CPU time to Envoy's and the service's. The gateway has to " +
            "be told the same, because without TLS the two cannot find out. The kind `ext-authz-grpc` always speaks HTTP/2.") with
    {
        Default = null,
        DefaultNote = "`http1`; with TLS both, and the gateway chooses (ALPN)",
    };

    /// <summary>Describes the setting.</summary>
    public static Setting Setting => Protocol;

    /// <summary>Reads the setting; mistakes are reported to the section.</summary>
    /// <param name="listener">The listener's section.</param>
    /// <param name="kind">How its gateways ask.</param>
    /// <param name="hasTls">Whether it has a certificate.</param>
    public static HttpProtocols Read(SettingsSection listener, ListenerKind kind, bool hasTls)
    {
        var (isSet, protocol) = (listener.Has(Protocol), listener.Read(Protocol));
        if (kind.IsGrpc && isSet && protocol == HttpProtocols.Http1) listener.Reject(Protocol, "gRPC needs HTTP/2: leave this out");
        if (kind.IsGrpc) return HttpProtocols.Http2;
        return hasTls && !isSet ? HttpProtocols.Http1AndHttp2 : protocol;
    }
}

using System.Net;
using System.Text;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Https;
using Microsoft.Extensions.Options;
using TokenAuthz.Configuration;
using TokenAuthz.Tls;

namespace TokenAuthz.Transport;

/// <summary>Binds the ports, each with its gate in front of TLS and HTTP.</summary>
internal sealed class KestrelListeners(ServiceSettings settings, ConnectionGate gate) : IConfigureOptions<KestrelServerOptions>
{
    // Unread bytes of one call; Kestrel's default is 768 KiB. A connection has room for those of all its calls, so that a call whose body
    // waits for its turn does not hold up the others.
    private const int StreamWindow = 64 * 1024;

    private const int MaxHeadersSize = 1024 * 1024;

    public void Configure(KestrelServerOptions options)
    {
        SetLimits(options);
        foreach (var listener in settings.Listeners)
        {
            Listen(options, listener.Address, port =>
            {
                port.Protocols = listener.Protocols;
                port.Use(next => gate.Guard(listener, next));
                Secure(port, listener.Tls);
                port.Use(next => gate.Bound(listener.Protocols, next));
            });
        }

        Listen(options, settings.Admin.Address, port =>
        {
            port.Protocols = HttpProtocols.Http1;
            port.Use(next => gate.GuardAdmin(settings.Admin, next));
            Secure(port, settings.Admin.Tls);
        });
    }

    private void Secure(ListenOptions port, TlsIdentity? identity)
    {
        if (identity is null) return;
        port.UseHttps(new TlsHandshakeCallbackOptions
        {
            OnConnection = _ => new(identity.Options()),
            HandshakeTimeout = settings.Limits.RequestHeadTime,
        });
    }

    private void SetLimits(KestrelServerOptions options)
    {
        options.AddServerHeader = false;

        // Kestrel's defaults are below Envoy's: a request that the gateway lets through must be answered with a decision. Beyond
        // the size of one header, twice the size of all, and their count, Kestrel ends a connection of HTTP/2 with all its checks.
        options.Limits.MaxRequestLineSize = RequestLineEncoding.MaxLineSize;
        options.Limits.MaxRequestHeadersTotalSize = MaxHeadersSize;
        options.Limits.MaxRequestHeaderCount = 1000;
        options.Limits.Http2.MaxRequestHeaderFieldSize = 2 * MaxHeadersSize;

        // With a limit, Kestrel closes when a body is larger, and leaves the rest unread: the kernel then resets the connection, and the
        // reset can overtake the answer. Without a limit, Kestrel reads and discards the rest, for 5 s at most.
        options.Limits.MaxRequestBodySize = null;
        options.Limits.RequestHeadersTimeout = settings.Limits.RequestHeadTime;

        // Above the 60 s to 120 s for which gateways keep idle connections: if both sides close them, a check may meet a connection that
        // is being closed.
        options.Limits.KeepAliveTimeout = TimeSpan.FromSeconds(130);
        options.Limits.Http2.MaxStreamsPerConnection = settings.Limits.StreamsPerConnection;
        options.Limits.Http2.InitialConnectionWindowSize = (1 + settings.Limits.StreamsPerConnection) * StreamWindow;
        options.Limits.Http2.InitialStreamWindowSize = StreamWindow;

        // Envoy's gRPC client sends `:scheme: http` on TLS connections as well.
        options.AllowAlternateSchemes = true;

        // Latin-1 maps each byte to one character and back, so that a token that is not UTF-8 is denied as invalid, not refused by Kestrel.
        options.RequestHeaderEncodingSelector = name => RequestLineEncoding.Of(name) ?? Encoding.Latin1;

        // What is left of a client's cookies goes back as it came.
        options.ResponseHeaderEncodingSelector =
            static name => name.Equals("Cookie", StringComparison.OrdinalIgnoreCase) ? Encoding.Latin1 : null;
    }

    private static void Listen(KestrelServerOptions options, BindingAddress address, Action<ListenOptions> configure)
    {
        if (address.IsUnixPipe) options.ListenUnixSocket(address.UnixPipePath, configure);
        else if (IPAddress.TryParse(address.Host, out var ip)) options.Listen(ip, address.Port, configure);
        else if (address.Host == "localhost") options.ListenLocalhost(address.Port, configure);
        else options.ListenAnyIP(address.Port, configure);
    }
}

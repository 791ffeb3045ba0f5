using System.Net;
using System.Text;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Https;
using TokenAuthz.Lifetime;
using TokenAuthz.Settings;

namespace TokenAuthz.Listeners;

/// <summary>Binds the ports, and marks each connection with the listener that it came in on.</summary>
internal static class KestrelListeners
{
    private const string AdminName = "admin";

    /// <summary>Configures Kestrel for a service.</summary>
    public static void Bind(KestrelServerOptions kestrel, ServiceSettings settings, ConnectionCount connections)
    {
        SetLimits(kestrel);
        foreach (var settled in settings.Listeners)
        {
            var trusted = new Listener(settled.Name, settled.Kind, IsTrusted: true, settled.ClientAddressHeader) { TrustedProxies = settled.TrustedProxies ?? [] };
            var untrusted = trusted with { IsTrusted = false };
            Listen(kestrel, settled.Address, options =>
            {
                options.Protocols = settled.Kind.IsGrpc ? HttpProtocols.Http2 : HttpProtocols.Http1;
                Secure(options, settled.Tls);
                options.Use(next => Mark(next, peer => settled.Trusts(peer) ? trusted : untrusted, connections));
            });
        }

        // Counted apart: a scraper that keeps its connection must not hold up the end of a drain.
        var admin = new Listener(AdminName, Kind: null, IsTrusted: true, ClientAddressHeader: null);
        Listen(kestrel, settings.Admin.Address, options =>
        {
            options.Protocols = HttpProtocols.Http1;
            Secure(options, settings.Admin.Tls);
            options.Use(next => Mark(next, _ => admin, new()));
        });
    }

    private static void Secure(ListenOptions options, TlsIdentity? identity)
    {
        if (identity is not null) options.UseHttps(new TlsHandshakeCallbackOptions { OnConnection = _ => new(identity.Options()) });
    }

    // Kestrel's defaults are below Envoy's: what the gateway lets through must be answered with a verdict.
    private static void SetLimits(KestrelServerOptions kestrel)
    {
        kestrel.AddServerHeader = false;
        kestrel.Limits.MaxRequestLineSize = 64 * 1024;
        kestrel.Limits.MaxRequestHeadersTotalSize = 96 * 1024;
        kestrel.Limits.MaxRequestHeaderCount = 200;

        // Kestrel closes when a body is larger, and leaves the rest unread: the kernel then resets the connection, and the reset
        // can overtake the answer. Without a limit Kestrel reads and discards the rest, for 5 s at most.
        kestrel.Limits.MaxRequestBodySize = null;

        // Every byte is a character, and back: a header that is not UTF-8 is a wrong token and not a bad request.
        kestrel.RequestHeaderEncodingSelector = _ => Encoding.Latin1;
    }

    private static ConnectionDelegate Mark(ConnectionDelegate next, Func<IPAddress?, Listener> listenerOf, ConnectionCount connections) => async connection =>
    {
        connections.Opened();
        try
        {
            connection.Features.Set(listenerOf((connection.RemoteEndPoint as IPEndPoint)?.Address));
            connection.Features.Set(new GoAwayNotice());
            var close = new LingeringClose();
            connection.Features.Set(close);
            await next(connection);
            await close.WaitAsync(connection.Transport.Input);
        }
        finally
        {
            connections.Closed();
        }
    };

    private static void Listen(KestrelServerOptions kestrel, BindingAddress address, Action<ListenOptions> configure)
    {
        if (IPAddress.TryParse(address.Host, out var ip)) kestrel.Listen(ip, address.Port, configure);
        else if (address.Host == "localhost") kestrel.ListenLocalhost(address.Port, configure);
        else kestrel.ListenAnyIP(address.Port, configure);
    }
}

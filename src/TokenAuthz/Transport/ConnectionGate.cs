using System.IO.Pipelines;
using System.Net;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using TokenAuthz.Connections;
using TokenAuthz.Lifetime;
using TokenAuthz.Listeners;
using TokenAuthz.Refusals;

namespace TokenAuthz.Transport;

/// <summary>
/// Decides at accept which connections are served: a peer that is not trusted, or for which there is no room, is cut off before it
/// costs a handshake or a request.
/// </summary>
internal sealed class ConnectionGate(OpenConnections connections, AcceptProbes probes, MemoryGuard memory, ServerRefusals refusals)
{
    /// <summary>Guards a listener of checks.</summary>
    public ConnectionDelegate Guard(ListenerSettings settings, ConnectionDelegate next)
    {
        var listener = new Listener(settings.Name, settings.Kind, settings.PathPrefix, settings.ClientAddress);
        return connection =>
        {
            if (probes.TryTake(connection)) return Task.CompletedTask;
            if (!settings.Trusts((connection.RemoteEndPoint as IPEndPoint)?.Address))
                return Refuse(RefusalReason.UntrustedPeer, "TrustedProxies does not list the peer");
            if (memory.IsTight) return Refuse(RefusalReason.LowMemory, "memory is nearly used up");
            return connections.TryOpen(listener, connection) is { } open
                ? ServeAsync(open, settings.Tls is not null, next)
                : Refuse(RefusalReason.TooManyConnections, "Limits:Connections or Limits:ConnectionsPerListener is reached");

            Task Refuse(RefusalReason reason, string cause)
            {
                refusals.Refuse(reason, listener, connection.RemoteEndPoint, cause);
                return Task.CompletedTask;
            }
        };
    }

    /// <summary>Guards the admin port, which trusts every peer.</summary>
    public ConnectionDelegate GuardAdmin(AdminSettings settings, ConnectionDelegate next) => connection =>
    {
        if (probes.TryTake(connection)) return Task.CompletedTask;
        if (connections.TryOpen(Listener.Admin, connection) is { } open) return ServeAsync(open, settings.Tls is not null, next);
        const string Cause = "the admin port has too many connections";
        refusals.Refuse(RefusalReason.TooManyConnections, Listener.Admin, connection.RemoteEndPoint, Cause);
        return Task.CompletedTask;
    };

    /// <summary>Reads connections only while there is memory. It comes behind TLS, which replaces the connection's input.</summary>
    public ConnectionDelegate Bound(HttpProtocols protocols, ConnectionDelegate next) => async connection =>
    {
        var transport = connection.Transport;
        var input = new BoundedInput(transport.Input, memory);
        connection.Transport = new BoundedTransport(input, transport.Output);
        var close = new LingeringClose();
        connection.Features.Set(close);
        try
        {
            await next(connection);
            if (protocols is HttpProtocols.Http2 && input.IsNotHttp2) RefuseHttp1(connection);
            await close.WaitAsync(transport.Input);
        }
        finally
        {
            connection.Transport = transport;
        }
    };

    // Kestrel answers 400, and tells nobody.
    private void RefuseHttp1(ConnectionContext connection) => refusals.Refuse(
        RefusalReason.IllFormed, connection.Features.Get<Listener>(), connection.RemoteEndPoint, "the listener speaks HTTP/2 only");

    private async Task ServeAsync(OpenConnection connection, bool hasTls, ConnectionDelegate next)
    {
        try
        {
            connection.Context.Features.Set(connection.Listener);
            connection.Context.Features.Set(new GoAwayNotice());
            if (hasTls) OpenConnection.OfHandshake = connection;
            await next(connection.Context);
        }
        finally
        {
            connections.Close(connection);
        }
    }

    private sealed record BoundedTransport(PipeReader Input, PipeWriter Output) : IDuplexPipe;
}

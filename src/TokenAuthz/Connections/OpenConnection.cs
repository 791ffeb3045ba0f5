using System.Net;
using Microsoft.AspNetCore.Connections;
using TokenAuthz.Listeners;

namespace TokenAuthz.Connections;

/// <summary>A connection that a listener accepted and serves.</summary>
/// <param name="Listener">The listener.</param>
/// <param name="Context">The server's view of it.</param>
/// <param name="Number">Connections that were accepted later have higher numbers.</param>
internal sealed record OpenConnection(Listener Listener, ConnectionContext Context, long Number)
{
    private static readonly AsyncLocal<OpenConnection?> InHandshake = new();

    /// <summary>
    /// The connection whose TLS handshake runs in this asynchronous flow, because Kestrel does not name it when the handshake fails.
    /// </summary>
    public static OpenConnection? OfHandshake
    {
        get => InHandshake.Value;
        set => InHandshake.Value = value;
    }

    /// <summary>Whether the connection was aborted, and is about to close.</summary>
    public bool IsAborted { get; private set; }

    /// <summary>The address of the peer.</summary>
    public IPEndPoint? Peer => Context.RemoteEndPoint as IPEndPoint;

    /// <summary>Aborts the connection.</summary>
    public void Abort(string why)
    {
        IsAborted = true;
        Context.Abort(new(why));
    }
}

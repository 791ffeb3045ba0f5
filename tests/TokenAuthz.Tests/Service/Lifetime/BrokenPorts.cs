using System.Net;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace TokenAuthz.Tests.Service.Lifetime;

/// <summary>Listeners that a test makes accept no more, in the two ways in which a lack of memory does it.</summary>
internal sealed class BrokenPorts : IConnectionListenerFactory
{
    private readonly SocketTransportFactory _sockets = new(Options.Create(new SocketTransportOptions()), NullLoggerFactory.Instance);
    private readonly TaskCompletionSource<ConnectionContext?> _unbound = new();
    private volatile Func<ValueTask<ConnectionContext?>>? _accept;
    private int _accepted;

    /// <summary>How many connections the listeners have accepted.</summary>
    public int Accepted => Volatile.Read(ref _accepted);

    /// <summary>The accept after the one that is waited for ends when the server unbinds.</summary>
    public void Hang() => _accept = () => new(_unbound.Task);

    /// <summary>The accept after the one that is waited for fails.</summary>
    public void Fail() => _accept = () => throw new InsufficientMemoryException("as the test wants it");

    public async ValueTask<IConnectionListener> BindAsync(EndPoint endpoint, CancellationToken cancellationToken = default) =>
        new Listener(await _sockets.BindAsync(endpoint, cancellationToken), this);

    private sealed class Listener(IConnectionListener sockets, BrokenPorts ports) : IConnectionListener
    {
        public EndPoint EndPoint => sockets.EndPoint;

        public async ValueTask<ConnectionContext?> AcceptAsync(CancellationToken cancellationToken = default)
        {
            var connection = await (ports._accept?.Invoke() ?? sockets.AcceptAsync(cancellationToken));
            if (connection is not null) Interlocked.Increment(ref ports._accepted);
            return connection;
        }

        public ValueTask UnbindAsync(CancellationToken cancellationToken = default)
        {
            ports._unbound.TrySetResult(null);
            return sockets.UnbindAsync(cancellationToken);
        }

        public ValueTask DisposeAsync() => sockets.DisposeAsync();
    }
}

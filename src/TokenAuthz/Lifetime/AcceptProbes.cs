using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Connections;

namespace TokenAuthz.Lifetime;

/// <summary>Connects the process to its own listeners, to see that they accept. These connections are neither served nor counted.</summary>
internal sealed class AcceptProbes
{
    // The connections that are to be accepted, by the port or the name that they come from.
    private readonly ConcurrentDictionary<string, TaskCompletionSource> _expected = new(StringComparer.Ordinal);

    /// <summary>Connects to a listener, and waits until the server has accepted it.</summary>
    /// <exception cref="TimeoutException">The server does not accept in time.</exception>
    /// <exception cref="SocketException">No socket listens there.</exception>
    public async Task ConnectAsync(EndPoint listener, TimeSpan limit, TimeProvider time, CancellationToken cancellation)
    {
        using var socket = new Socket(listener.AddressFamily, SocketType.Stream, ProtocolType.Unspecified);
        socket.Bind(AnyOf(listener));
        var origin = OriginOf(socket.LocalEndPoint);
        var accepted = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _expected[origin] = accepted;
        try
        {
            await Task.WhenAll(socket.ConnectAsync(listener, cancellation).AsTask(), accepted.Task).WaitAsync(limit, time, cancellation);
        }
        catch (SocketException)
        {
            // Only a refused connection is removed here: one that timed out may be accepted later.
            _expected.TryRemove(origin, out _);
            throw;
        }
    }

    /// <summary>Whether an accepted connection is one of these.</summary>
    public bool TryTake(ConnectionContext connection)
    {
        if (_expected.IsEmpty || !IsOfThisMachine(connection)) return false;
        if (!_expected.TryRemove(OriginOf(connection.RemoteEndPoint), out var accepted)) return false;
        accepted.TrySetResult();
        return true;
    }

    private static EndPoint AnyOf(EndPoint listener)
    {
        // A name that begins with a null byte is the kernel's, and needs no file.
        if (listener is UnixDomainSocketEndPoint) return new UnixDomainSocketEndPoint($"\0token-authz/{Guid.NewGuid():n}");
        return new IPEndPoint(listener.AddressFamily is AddressFamily.InterNetworkV6 ? IPAddress.IPv6Any : IPAddress.Any, 0);
    }

    private static bool IsOfThisMachine(ConnectionContext connection) =>
        connection.RemoteEndPoint is UnixDomainSocketEndPoint
        || (connection is { RemoteEndPoint: IPEndPoint remote, LocalEndPoint: IPEndPoint local } && remote.Address.Equals(local.Address));

    private static string OriginOf(EndPoint? origin) =>
        origin is IPEndPoint ip ? ip.Port.ToString(CultureInfo.InvariantCulture) : origin?.ToString() ?? "";
}

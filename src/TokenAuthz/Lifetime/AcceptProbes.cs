using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Connections;

namespace TokenAuthz.Lifetime;

/// <summary>Connects the process to its own listeners, to see that they accept. These connections are neither served nor counted.</summary>
internal sealed class AcceptProbes
{
    // The connections that are to be accepted, by the port that they come from.
    private readonly ConcurrentDictionary<int, TaskCompletionSource> _expected = new();

    /// <summary>Connects to a listener, and waits until the server has accepted it.</summary>
    /// <exception cref="TimeoutException">The server does not accept in time.</exception>
    /// <exception cref="SocketException">No socket listens there.</exception>
    public async Task ConnectAsync(IPEndPoint listener, TimeSpan limit, TimeProvider time, CancellationToken cancellation)
    {
        using var socket = new Socket(listener.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(listener.AddressFamily is AddressFamily.InterNetworkV6 ? IPAddress.IPv6Any : IPAddress.Any, 0));
        var port = ((IPEndPoint)socket.LocalEndPoint!).Port;
        var accepted = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _expected[port] = accepted;
        try
        {
            await Task.WhenAll(socket.ConnectAsync(listener, cancellation).AsTask(), accepted.Task).WaitAsync(limit, time, cancellation);
        }
        catch (SocketException)
        {
            // Only a refused connection is removed here: one that timed out may be accepted later.
            _expected.TryRemove(port, out _);
            throw;
        }
    }

    /// <summary>Whether an accepted connection is one of these.</summary>
    public bool TryTake(ConnectionContext connection)
    {
        if (_expected.IsEmpty || connection is not { RemoteEndPoint: IPEndPoint remote, LocalEndPoint: IPEndPoint local }) return false;
        if (!remote.Address.Equals(local.Address) || !_expected.TryRemove(remote.Port, out var accepted)) return false;
        accepted.TrySetResult();
        return true;
    }
}

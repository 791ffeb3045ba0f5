using System.Net;
using System.Net.Sockets;

namespace TokenAuthz.EndToEnd.SingleUse;

/// <summary>
/// Stands between a gateway and a replica, and resets each connection in the place of the replica's answer: the replica has decided, and
/// the gateway does not learn how.
/// </summary>
internal sealed class LossyProxy : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _end = new();
    private readonly Task _accepting;
    private int _lost;

    public LossyProxy(int replica)
    {
        _listener.Start();
        _accepting = AcceptAsync(replica);
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>How many answers were lost.</summary>
    public int Lost => Volatile.Read(ref _lost);

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        await _accepting.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _listener.Dispose();
        _end.Dispose();
    }

    private async Task AcceptAsync(int replica)
    {
        var connections = new List<Task>();
        try
        {
            while (true) connections.Add(LoseAsync(await _listener.AcceptSocketAsync(_end.Token), replica));
        }
        finally
        {
            await Task.WhenAll(connections).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task LoseAsync(Socket gateway, int replica)
    {
        using var _ = gateway;
        gateway.LingerState = new(enable: true, seconds: 0);
        using var service = new Socket(SocketType.Stream, ProtocolType.Tcp);
        await service.ConnectAsync(IPAddress.Loopback, replica, _end.Token);
        var buffer = new byte[64 * 1024];
        var length = await gateway.ReceiveAsync(buffer.AsMemory(), _end.Token);
        await service.SendAsync(buffer.AsMemory(0, length), _end.Token);
        length = await service.ReceiveAsync(buffer.AsMemory(), _end.Token);
        if (length > 0) Interlocked.Increment(ref _lost);
    }
}

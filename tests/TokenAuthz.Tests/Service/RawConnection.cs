using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace TokenAuthz.Tests.Service;

/// <summary>A connection that sends what it is given, byte by byte, and mends nothing. A character is a byte (Latin-1).</summary>
internal sealed class RawConnection : IDisposable
{
    private readonly Socket _socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
    private readonly CancellationTokenSource _timeout = new(Poll.Limit);
    private readonly byte[] _buffer = new byte[16 * 1024];
    private string _received = "";

    public static async Task<RawConnection> OpenAsync(int port)
    {
        var connection = new RawConnection();
        try
        {
            await connection._socket.ConnectAsync(new IPEndPoint(IPAddress.Loopback, port), connection._timeout.Token);
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    public async Task SendAsync(string text) => await _socket.SendAsync(Encoding.Latin1.GetBytes(text), _timeout.Token);

    /// <summary>The next answer on a connection that stays open: its length has to be said.</summary>
    public async Task<RawAnswer> ReceiveAsync()
    {
        int end;
        while ((end = _received.IndexOf("\r\n\r\n", StringComparison.Ordinal)) < 0) await MoreAsync();
        var head = RawAnswer.Parse(_received[..(end + 4)]);
        end += 4 + int.Parse(head.Value("content-length") ?? "0", CultureInfo.InvariantCulture);
        while (_received.Length < end) await MoreAsync();
        var answer = RawAnswer.Parse(_received[..end]);
        _received = _received[end..];
        return answer;
    }

    /// <summary>Everything until the server closes the connection.</summary>
    public async Task<string> ReceiveToEndAsync()
    {
        while (await TryReceiveAsync())
        {
        }

        return _received;
    }

    public void Dispose()
    {
        _socket.Dispose();
        _timeout.Dispose();
    }

    private async Task MoreAsync() => Assert.True(await TryReceiveAsync(), $"The connection ended before an answer did: '{_received}'");

    private async Task<bool> TryReceiveAsync()
    {
        try
        {
            var count = await _socket.ReceiveAsync(_buffer, _timeout.Token);
            _received += Encoding.Latin1.GetString(_buffer, 0, count);
            return count > 0;
        }
        catch (SocketException e) when (e.SocketErrorCode is SocketError.ConnectionReset)
        {
            // A server that refuses a request does not read the rest of it; closing then resets the connection.
            return false;
        }
    }
}

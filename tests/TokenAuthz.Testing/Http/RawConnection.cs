using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace TokenAuthz.Testing.Http;

/// <summary>A connection that sends a test's bytes unchanged. A character is a byte (Latin-1).</summary>
internal sealed class RawConnection : IDisposable
{
    private const string HeadEnd = "\r\n\r\n";

    private readonly Socket _socket;
    private readonly CancellationTokenSource _timeout;
    private readonly byte[] _buffer = new byte[16 * 1024];
    private readonly StringBuilder _received = new();

    private RawConnection(AddressFamily family, TimeSpan? limit)
    {
        _socket = SocketOf(family);
        _timeout = new(limit ?? Poll.Limit);
    }

    /// <summary>The bytes that came and that no answer has taken yet.</summary>
    public string Received => _received.ToString();

    /// <summary>Opens a connection to a port of this machine.</summary>
    public static Task<RawConnection> OpenAsync(int port, TimeSpan? limit = null) =>
        OpenAsync(new IPEndPoint(IPAddress.Loopback, port), limit);

    /// <summary>Opens a connection.</summary>
    /// <param name="to">The other side.</param>
    /// <param name="limit">How long the connection may be used; null for <see cref="Poll.Limit"/>.</param>
    public static async Task<RawConnection> OpenAsync(EndPoint to, TimeSpan? limit = null)
    {
        var connection = new RawConnection(to.AddressFamily, limit);
        try
        {
            await connection._socket.ConnectAsync(to, connection._timeout.Token);
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    /// <summary>A socket for a port or for a Unix socket, without a delay.</summary>
    public static Socket SocketOf(AddressFamily family) => family == AddressFamily.Unix
        ? new(family, SocketType.Stream, ProtocolType.Unspecified)
        : new(family, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };

    public async Task SendAsync(string text) => await _socket.SendAsync(Encoding.Latin1.GetBytes(text), _timeout.Token);

    /// <summary>Receives the next answer: up to its length, the end of its chunks, or the end of the connection.</summary>
    /// <param name="hasBody">Whether the answer has a body; the answer to a HEAD has none.</param>
    public async Task<RawAnswer> ReceiveAsync(bool hasBody = true)
    {
        var head = RawAnswer.ParseHead(await ThroughAsync(HeadEnd));
        if (!hasBody) return head;
        if (head.Value("transfer-encoding") == "chunked") return head with { Body = await ChunksAsync() };
        return head.Value("content-length") is { } length
            ? head with { Body = await TakeAsync(int.Parse(length, CultureInfo.InvariantCulture)) }
            : head with { Body = head.Status is 100 ? "" : await ReceiveToEndAsync() };
    }

    /// <summary>Receives everything until the other side closes the connection, or until there is enough.</summary>
    public async Task<string> ReceiveToEndAsync(Predicate<string>? isEnough = null)
    {
        while (isEnough?.Invoke(Received) is not true && await TryReceiveAsync())
        {
        }

        return Received;
    }

    /// <summary>Makes the end of the connection a reset, and ends it.</summary>
    public void Cut()
    {
        _socket.LingerState = new(enable: true, seconds: 0);
        Dispose();
    }

    public void Dispose()
    {
        _socket.Dispose();
        _timeout.Dispose();
    }

    private async Task<string> ChunksAsync()
    {
        var body = new StringBuilder();
        while (int.Parse(await ThroughAsync("\r\n"), NumberStyles.HexNumber, CultureInfo.InvariantCulture) is > 0 and var length)
        {
            body.Append(await TakeAsync(length));
            await TakeAsync("\r\n".Length);
        }

        // Trailers end with an empty line.
        while ((await ThroughAsync("\r\n")).Length > 0)
        {
        }

        return body.ToString();
    }

    private async Task<string> ThroughAsync(string end)
    {
        int at;
        while ((at = Received.IndexOf(end, StringComparison.Ordinal)) < 0) await MoreAsync();
        return (await TakeAsync(at + end.Length))[..at];
    }

    private async Task<string> TakeAsync(int length)
    {
        while (_received.Length < length) await MoreAsync();
        var text = _received.ToString(0, length);
        _received.Remove(0, length);
        return text;
    }

    private async Task MoreAsync()
    {
        if (!await TryReceiveAsync()) throw new IOException($"The connection ended before an answer did: '{Received}'");
    }

    private async Task<bool> TryReceiveAsync()
    {
        try
        {
            var count = await _socket.ReceiveAsync(_buffer, _timeout.Token);
            _received.Append(Encoding.Latin1.GetString(_buffer, 0, count));
            return count > 0;
        }
        catch (SocketException e) when (e.SocketErrorCode is SocketError.ConnectionReset)
        {
            // A server that refuses a request does not read the rest of it; closing then resets the connection.
            return false;
        }
    }
}

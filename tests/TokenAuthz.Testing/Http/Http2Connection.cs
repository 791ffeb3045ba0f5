using System.Net;
using System.Net.Sockets;
using System.Text;

namespace TokenAuthz.Testing.Http;

/// <summary>A connection of HTTP/2 without TLS that sends a test's frames unchanged. A character is a byte (Latin-1).</summary>
internal sealed class Http2Connection : IDisposable
{
    // No table for the fields of answers, and room for all of them.
    private static readonly string Greeting = Http2Frame.Preface
        + Http2Frame.Of(Http2Frame.Settings, 0, 0, Http2Frame.Number(1, 2) + Http2Frame.Number(0, 4))
        + Http2Frame.Of(Http2Frame.WindowUpdate, 0, 0, Http2Frame.Number(1 << 30, 4));

    private readonly Socket _socket;
    private readonly CancellationTokenSource _timeout = new(Poll.Limit);
    private readonly byte[] _buffer = new byte[16 * 1024];
    private readonly StringBuilder _received = new();
    private int _stream = -1;

    private Http2Connection(AddressFamily family) => _socket = RawConnection.SocketOf(family);

    /// <summary>Opens a connection to a port of this machine.</summary>
    public static Task<Http2Connection> OpenAsync(int port) => OpenAsync(new IPEndPoint(IPAddress.Loopback, port));

    /// <summary>Opens a connection, with a client's settings.</summary>
    /// <param name="to">The other side.</param>
    /// <param name="greeting">The preface and the first frames; null for those of a client that takes every answer.</param>
    public static async Task<Http2Connection> OpenAsync(EndPoint to, string? greeting = null)
    {
        var connection = new Http2Connection(to.AddressFamily);
        try
        {
            await connection._socket.ConnectAsync(to, connection._timeout.Token);
            await connection.SendAsync(greeting ?? Greeting);
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    public async Task SendAsync(string frames, CancellationToken end = default)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(end, _timeout.Token);
        var bytes = Encoding.Latin1.GetBytes(frames);
        for (var at = 0; at < bytes.Length;) at += await _socket.SendAsync(bytes.AsMemory(at), limit.Token);
    }

    /// <summary>Sends frames; false when the other side has ended the connection, or the time is over.</summary>
    public async Task<bool> TrySendAsync(string frames, CancellationToken end = default)
    {
        try
        {
            await SendAsync(frames, end);
            return true;
        }
        catch (Exception e) when (e is SocketException || (e is OperationCanceledException && end.IsCancellationRequested))
        {
            return false;
        }
    }

    /// <summary>The next stream that a client may open.</summary>
    public int NextStream() => _stream += 2;

    /// <summary>Sends a request without a body on the next stream, and receives its answer.</summary>
    public async Task<Http2Answer> AskAsync(string fields)
    {
        await SendAsync(Http2Frame.Head(NextStream(), fields));
        return await ReceiveAsync(_stream);
    }

    /// <summary>Receives the answer on a stream, and leaves out frames of all others.</summary>
    public async Task<Http2Answer> ReceiveAsync(int stream)
    {
        while (await ReceiveFrameAsync() is { } frame)
        {
            if (frame.Type is Http2Frame.GoAway) return new(0, $"GOAWAY {(int)frame.Payload[7]}");
            if (frame.Stream != stream) continue;
            if (frame.Type is Http2Frame.Reset) return new(0, $"RST_STREAM {(int)frame.Payload[3]}");
            if (frame.Type is Http2Frame.Headers) return Http2Answer.Read(frame.Payload);
        }

        return new(0, "the connection ended");
    }

    /// <summary>Receives the next frame; null at the end of the connection.</summary>
    public async Task<Http2Frame?> ReceiveFrameAsync()
    {
        const int Head = 9;
        if (!await FillAsync(Head)) return null;
        var length = (_received[0] << 16) | (_received[1] << 8) | _received[2];
        if (!await FillAsync(Head + length)) return null;
        var stream = (_received[5] << 24) | (_received[6] << 16) | (_received[7] << 8) | _received[8];
        var frame = new Http2Frame(_received[3], _received[4], stream, _received.ToString(Head, length));
        _received.Remove(0, Head + length);
        if (frame is { Type: Http2Frame.Settings, Flags: not Http2Frame.Acknowledgement })
            await TrySendAsync(Http2Frame.Of(Http2Frame.Settings, Http2Frame.Acknowledgement, 0));
        return frame;
    }

    /// <summary>Receives frames until the other side ends the connection.</summary>
    public async Task<IReadOnlyList<Http2Frame>> ReceiveToEndAsync()
    {
        var frames = new List<Http2Frame>();
        while (await ReceiveFrameAsync() is { } frame) frames.Add(frame);
        return frames;
    }

    /// <summary>Sends no more.</summary>
    public void Shutdown()
    {
        try
        {
            _socket.Shutdown(SocketShutdown.Send);
        }
        catch (SocketException)
        {
            // The other side has ended the connection.
        }
    }

    public void Dispose()
    {
        _socket.Dispose();
        _timeout.Dispose();
    }

    private async Task<bool> FillAsync(int length)
    {
        try
        {
            while (_received.Length < length)
            {
                var count = await _socket.ReceiveAsync(_buffer, _timeout.Token);
                if (count == 0) return false;
                _received.Append(Encoding.Latin1.GetString(_buffer, 0, count));
            }

            return true;
        }
        catch (SocketException e) when (e.SocketErrorCode is SocketError.ConnectionReset)
        {
            return false;
        }
    }
}

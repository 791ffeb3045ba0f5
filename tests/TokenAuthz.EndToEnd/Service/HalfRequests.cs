using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace TokenAuthz.EndToEnd.Service;

/// <summary>Connections that each send the same beginning of a request and never the rest.</summary>
internal sealed class HalfRequests : IAsyncDisposable
{
    private const string CheckPath = "/envoy.service.auth.v3.Authorization/Check";

    private readonly CancellationTokenSource _end = new();
    private readonly Task[] _peers;

    /// <summary>Opens the connections.</summary>
    public HalfRequests(int port, int count, byte[] sent)
    {
        _peers = [.. Enumerable.Range(0, count).Select(_ => HoldAsync(port, sent))];
    }

    /// <summary>82 KB of headers without their end.</summary>
    public static byte[] Head { get; } =
        Encoding.ASCII.GetBytes("GET /a HTTP/1.1\r\nHost: a\r\n" +
            string.Concat(Enumerable.Range(0, 10).Select(number => $"x{number}: {new string('a', 8000)}\r\n")));

    /// <summary>The largest head that the service takes, with a target that it keeps twice, and half of a large body.</summary>
    public static byte[] Body { get; } = Encoding.ASCII.GetBytes(
        $"POST /{string.Concat(Enumerable.Repeat("%41", 20_000))} HTTP/1.1\r\nHost: a\r\nContent-Length: 1000000\r\n" +
            $"{string.Concat(Enumerable.Range(0, 10).Select(number => $"x{number}: {new string('a', 9000)}\r\n"))}\r\n" +
            $"{new string('b', 500_000)}");

    /// <summary>A hundred calls, each with half a message.</summary>
    public static byte[] Calls { get; } = CallsWith([]);

    /// <summary>The same with headers of 80 KB once they are decompressed: one header is sent in full and then referred to.</summary>
    public static byte[] CallsWithLargeHeaders { get; } = CallsWith([.. Enumerable.Repeat((byte)0xBE, 20)]);

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        await Task.WhenAll(_peers);
        _end.Dispose();
    }

    private async Task HoldAsync(int port, byte[] sent)
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            await socket.ConnectAsync(new IPEndPoint(IPAddress.Loopback, port), _end.Token);
            for (var at = 0; at < sent.Length;) at += await socket.SendAsync(sent.AsMemory(at), _end.Token);
            await Task.Delay(Timeout.InfiniteTimeSpan, _end.Token);
        }
        catch (Exception e) when (e is SocketException or OperationCanceledException)
        {
            // The service refused the connection, or the test is over.
        }
    }

    private static byte[] CallsWith(byte[] references)
    {
        var bytes = new List<byte>(Encoding.ASCII.GetBytes("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"));
        bytes.AddRange(Frame(4, 0, 0, []));
        for (var call = 0; call < 100; call++)
        {
            byte[] headers =
            [
                .. Literal(":method", "POST"), .. Literal(":scheme", "http"), .. Literal(":path", CheckPath), .. Literal(":authority", "a"),
                .. Literal("content-type", "application/grpc"), .. Literal("te", "trailers"),
                .. references.Length > 0 && call == 0 ? Literal("x", new('a', 3900), isKept: true) : [], .. references,
            ];
            bytes.AddRange(Frame(1, 4, (2 * call) + 1, headers));
            bytes.AddRange(Frame(0, 0, (2 * call) + 1, [0, 0, 1, 0, 0, .. new byte[100]]));
        }

        return [.. bytes];
    }

    // RFC 9113, section 4.1.
    private static byte[] Frame(byte type, byte flags, int stream, byte[] payload)
    {
        var head = new byte[9];
        BinaryPrimitives.WriteInt32BigEndian(head, payload.Length << 8);
        (head[3], head[4]) = (type, flags);
        BinaryPrimitives.WriteInt32BigEndian(head.AsSpan(5), stream);
        return [.. head, .. payload];
    }

    // RFC 7541, section 6.2: a field with a new name, which the table keeps or not.
    private static byte[] Literal(string name, string value, bool isKept = false) =>
        [(byte)(isKept ? 0x40 : 0), .. Text(name), .. Text(value)];

    private static byte[] Text(string text)
    {
        var bytes = new List<byte>();
        var rest = text.Length;
        bytes.Add((byte)Math.Min(rest, 127));
        for (rest -= 127; rest >= 128; rest /= 128) bytes.Add((byte)((rest % 128) + 128));
        if (text.Length >= 127) bytes.Add((byte)rest);
        return [.. bytes, .. Encoding.ASCII.GetBytes(text)];
    }
}

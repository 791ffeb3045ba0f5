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
    public static byte[] Calls { get; } = CallsWith("");

    /// <summary>The same with headers of 80 KB once they are decompressed: one header is sent in full and then referred to.</summary>
    public static byte[] CallsWithLargeHeaders { get; } = CallsWith(new('\u00be', 20));

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

    private static byte[] CallsWith(string references) => Encoding.Latin1.GetBytes(Http2Frame.Preface
        + Http2Frame.Of(Http2Frame.Settings, 0, 0)
        + string.Concat(Enumerable.Range(0, 100).Select(call => Call((2 * call) + 1, references, isFirst: call == 0))));

    private static string Call(int stream, string references, bool isFirst)
    {
        var fields = Http2Frame.Request("POST", "a", CheckPath, ("content-type", "application/grpc"), ("te", "trailers"))
            + (references.Length > 0 && isFirst ? Http2Frame.Field("x", new('a', 3900), isKept: true) : "")
            + references;
        return Http2Frame.Head(stream, fields, flags: 0)
            + Http2Frame.Of(Http2Frame.Data, 0, stream, "\0" + Http2Frame.Number(256, 4) + new string('\0', 100));
    }
}

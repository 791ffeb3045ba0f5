using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace TokenAuthz.Issuers.Harness;

/// <summary>Takes one request of a client at a time as it comes over the wire, and refuses it.</summary>
internal sealed class CapturingServer : IDisposable
{
    private const string Refusal = "HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\nConnection: close\r\n\r\n";

    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);

    public CapturingServer() => _listener.Start();

    /// <summary>Has a client send a request, which fails, and returns the request.</summary>
    /// <param name="send">Sends, by a connection that it has made by <see cref="ConnectAsync"/>.</param>
    public async Task<IssuedRequest> CaptureAsync(Func<Task> send)
    {
        var sending = send();
        using var socket = await _listener.AcceptSocketAsync();
        var request = await ReceiveAsync(socket);
        await socket.SendAsync(Encoding.ASCII.GetBytes(Refusal));
        try
        {
            await sending;
        }
        catch (Exception)
        {
            // The client was refused.
        }

        return request;
    }

    /// <summary>Connects to this server, whatever name the client resolves.</summary>
    public async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancellation)
    {
#pragma warning disable CA2000 // The stream disposes of it.
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
#pragma warning restore CA2000
        await socket.ConnectAsync(_listener.LocalEndpoint, cancellation);
        return new NetworkStream(socket, ownsSocket: true);
    }

    public void Dispose() => _listener.Dispose();

    private static async Task<IssuedRequest> ReceiveAsync(Socket socket)
    {
        var (received, buffer) = (new StringBuilder(), new byte[64 * 1024]);
        int end;
        while ((end = received.ToString().IndexOf("\r\n\r\n", StringComparison.Ordinal)) < 0) await MoreAsync();
        var lines = received.ToString(0, end).Split("\r\n");
        var headers =
            lines[1..].Select(line => line.Split(':', 2)).Select(parts => KeyValuePair.Create(parts[0], parts[1].Trim(' '))).ToArray();
        if (Value("expect") is not null) await socket.SendAsync("HTTP/1.1 100 Continue\r\n\r\n"u8.ToArray());
        var length = int.Parse(Value("content-length") ?? "0", CultureInfo.InvariantCulture);
        while (received.Length < end + 4 + length) await MoreAsync();
        var words = lines[0].Split(' ');
        return new(words[0], Value("host")!, words[1], IssuedRequest.Sendable(headers), received.ToString(end + 4, length));

        string? Value(string name) => headers.FirstOrDefault(header => header.Key.Equals(name, StringComparison.OrdinalIgnoreCase)).Value;

        async Task MoreAsync()
        {
            var count = await socket.ReceiveAsync(buffer);
            Assert.True(count > 0, $"The client ended before its request: {received}");
            received.Append(Encoding.Latin1.GetString(buffer, 0, count));
        }
    }
}

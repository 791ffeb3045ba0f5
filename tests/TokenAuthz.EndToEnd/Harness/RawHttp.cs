using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace TokenAuthz.EndToEnd.Harness;

/// <summary>A client that sends what it is given, byte by byte, and mends nothing. A character is a byte (Latin-1).</summary>
internal static class RawHttp
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(20);

    /// <summary>Sends one request to a port of this machine and reads its answer.</summary>
    public static Task<RawResponse> SendAsync(int port, string request, TimeSpan? limit = null) => SendAsync(new IPEndPoint(IPAddress.Loopback, port), request, limit);

    /// <summary>Sends one request and reads its answer.</summary>
    public static async Task<RawResponse> SendAsync(IPEndPoint to, string request, TimeSpan? limit = null)
    {
        using var timeout = new CancellationTokenSource(limit ?? Limit);
        using var socket = await ConnectAsync(to, timeout.Token);
        await socket.SendAsync(Encoding.Latin1.GetBytes(request), timeout.Token);
        var received = new Received(socket, timeout.Token);

        var head = RawResponse.ParseHead(await received.ThroughAsync("\r\n\r\n"));
        if (request.StartsWith("HEAD ", StringComparison.Ordinal)) return head;
        if (head.Headers.GetValueOrDefault("transfer-encoding") == "chunked") return head with { Body = await received.ChunksAsync() };
        return head.Headers.TryGetValue("content-length", out var length)
            ? head with { Body = await received.TakeAsync(int.Parse(length, CultureInfo.InvariantCulture)) }
            : head with { Body = await received.RestAsync() };
    }

    /// <summary>Sends bytes and gives everything that comes back until the other side closes, the time is over or it is enough.</summary>
    public static async Task<string> ExchangeAsync(int port, string request, TimeSpan limit, Predicate<string>? isEnough = null)
    {
        using var timeout = new CancellationTokenSource(limit);
        using var socket = await ConnectAsync(new(IPAddress.Loopback, port), timeout.Token);
        var received = new Received(socket, timeout.Token);
        try
        {
            await socket.SendAsync(Encoding.Latin1.GetBytes(request), timeout.Token);
            return await received.RestAsync(isEnough);
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException)
        {
            return received.SoFar;
        }
    }

    /// <summary>Sends bytes and cuts the connection without waiting for anything; whether the other side was faster does not matter.</summary>
    public static async Task CutAsync(int port, string request)
    {
        try
        {
            using var timeout = new CancellationTokenSource(Limit);
            using var socket = await ConnectAsync(new(IPAddress.Loopback, port), timeout.Token);
            socket.LingerState = new(enable: true, seconds: 0);
            await socket.SendAsync(Encoding.Latin1.GetBytes(request), timeout.Token);
        }
        catch (SocketException)
        {
        }
    }

    /// <summary>Sends bytes and keeps the connection open, whatever comes back, until told otherwise.</summary>
    public static async Task HoldAsync(int port, string request, CancellationToken until)
    {
        using var socket = await ConnectAsync(new(IPAddress.Loopback, port), until);
        await socket.SendAsync(Encoding.Latin1.GetBytes(request), until);
        await Task.Delay(Timeout.InfiniteTimeSpan, until).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    /// <summary>A plain request: nothing is added but Host, and the end of the connection.</summary>
    public static string Request(string method, string target, string? token, string headers = "", string body = "", string host = "example.com") =>
        $"{method} {target} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n{(token is null ? "" : $"token: {token}\r\n")}{headers}\r\n{body}";

    private static async Task<Socket> ConnectAsync(IPEndPoint to, CancellationToken cancellation)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(to, cancellation);
            return socket;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private sealed class Received(Socket socket, CancellationToken cancellation)
    {
        private readonly StringBuilder _text = new();
        private readonly byte[] _buffer = new byte[16 * 1024];

        public string SoFar => _text.ToString();

        public async Task<string> ThroughAsync(string end)
        {
            int at;
            while ((at = SoFar.IndexOf(end, StringComparison.Ordinal)) < 0) await MoreAsync();
            var head = _text.ToString(0, at);
            _text.Remove(0, at + end.Length);
            return head;
        }

        public async Task<string> TakeAsync(int length)
        {
            while (_text.Length < length) await MoreAsync();
            var text = _text.ToString(0, length);
            _text.Remove(0, length);
            return text;
        }

        public async Task<string> ChunksAsync()
        {
            var body = new StringBuilder();
            while (int.Parse(await ThroughAsync("\r\n"), NumberStyles.HexNumber, CultureInfo.InvariantCulture) is > 0 and var length)
            {
                body.Append(await TakeAsync(length));
                await TakeAsync(2);
            }

            return body.ToString();
        }

        public async Task<string> RestAsync(Predicate<string>? isEnough = null)
        {
            while (isEnough?.Invoke(SoFar) is not true && await TryReadAsync())
            {
            }

            return SoFar;
        }

        private async Task MoreAsync()
        {
            if (!await TryReadAsync()) throw new IOException($"The connection ended in the middle of an answer: {SoFar}");
        }

        private async Task<bool> TryReadAsync()
        {
            var count = await socket.ReceiveAsync(_buffer, cancellation);
            _text.Append(Encoding.Latin1.GetString(_buffer, 0, count));
            return count > 0;
        }
    }
}

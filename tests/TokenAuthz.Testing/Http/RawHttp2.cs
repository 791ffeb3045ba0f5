using System.Net;
using System.Net.Sockets;
using System.Text;

namespace TokenAuthz.EndToEnd.Harness;

/// <summary>A client of HTTP/2 without TLS that sends a target of any bytes. A character is a byte (Latin-1).</summary>
internal static class RawHttp2
{
    private const int Headers = 1, Reset = 3, Settings = 4, GoAway = 7;
    private const int EndOfStreamAndHeaders = 5, Acknowledgement = 1;

    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(20);

    /// <summary>Sends a GET to a port of this machine.</summary>
    /// <returns>The status; 0 when the request was refused without one.</returns>
    public static async Task<int> GetAsync(int port, string target, string token)
    {
        using var timeout = new CancellationTokenSource(Limit);
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await socket.ConnectAsync(IPAddress.Loopback, port, timeout.Token);
        await using var stream = new NetworkStream(socket);
        await WriteAsync("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n" + Frame(Settings, 0, 0, "") +
            Frame(Headers, EndOfStreamAndHeaders, 1, Fields(target, token)));

        while (true)
        {
            var head = await ReadAsync(9);
            var payload = await ReadAsync((head[0] << 16) | (head[1] << 8) | head[2]);
            switch (head[3])
            {
                case Settings when head[4] != Acknowledgement:
                    await WriteAsync(Frame(Settings, Acknowledgement, 0, ""));
                    break;
                case Headers:
                    return StatusOf(payload);
                case Reset or GoAway:
                    return 0;
            }
        }

        async Task WriteAsync(string text) => await stream.WriteAsync(Encoding.Latin1.GetBytes(text), timeout.Token);

        async Task<byte[]> ReadAsync(int length)
        {
            var bytes = new byte[length];
            await stream.ReadExactlyAsync(bytes, timeout.Token);
            return bytes;
        }
    }

    // RFC 9113, section 4.1: length, type, flags, stream.
    private static string Frame(int type, int flags, int stream, string payload) =>
        $"\0{(char)(payload.Length >> 8)}{(char)(payload.Length & 0xff)}{(char)type}{(char)flags}\0\0\0{(char)stream}{payload}";

    // RFC 7541: the first two from the static table, the others as literals without indexing and without Huffman's code.
    private static string Fields(string target, string token) =>
        $"\u0082\u0086{Field("\u0001", "example.com")}{Field("\u0004", target)}{Field("\0\u0005token", token)}";

    private static string Field(string name, string value)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(value.Length, 126);
        return $"{name}{(char)value.Length}{value}";
    }

    // The first field, behind an update of the table's size: from the static table, or its name and three digits, in Huffman's code or not.
    private static int StatusOf(byte[] fields)
    {
        var status = fields.AsSpan((fields[0] & 0xe0) == 0x20 ? 1 : 0);
        return status switch
        {
            [0x88, ..] => 200,
            [0x8c, ..] => 400,
            [0x8d, ..] => 404,
            [0x8e, ..] => 500,
            [_, 3, .. var digits] => int.Parse(Encoding.ASCII.GetString(digits[..3]), System.Globalization.CultureInfo.InvariantCulture),
            [_, 0x83, 0x68, 0x0c, 0xff, ..] => 403,
            _ => throw new InvalidOperationException($"A status that this client does not read: {Convert.ToHexString(status[..5])}"),
        };
    }
}

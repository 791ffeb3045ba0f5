using System.Net.Sockets;

namespace TokenAuthz.Tests.Service;

/// <summary>Sends one request on a connection of its own, and adds nothing to it.</summary>
internal static class RawClient
{
    /// <summary>A request that ends its connection; header lines each end in CR LF.</summary>
    public static string Request(string method, string target, string headers = "", string body = "") =>
        $"{method} {target} HTTP/1.1\r\nHost: example.com\r\nConnection: close\r\n{headers}\r\n{body}";

    /// <summary>Sends a request, and reads until the server closes the connection.</summary>
    public static async Task<RawAnswer> SendAsync(int port, string request) => RawAnswer.Parse(await TryAsync(port, request));

    /// <summary>The same, where there may be no answer: what the server sent.</summary>
    public static async Task<string> TryAsync(int port, string request)
    {
        using var connection = await RawConnection.OpenAsync(port);
        try
        {
            await connection.SendAsync(request);
        }
        catch (SocketException)
        {
            // Refused before all was sent: the answer is there to be read.
        }

        return await connection.ReceiveToEndAsync();
    }
}

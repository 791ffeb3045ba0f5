using System.Net;
using System.Net.Sockets;

namespace TokenAuthz.Testing.Http;

/// <summary>Sends one request on a connection of its own, and adds nothing to it.</summary>
internal static class RawHttp
{
    // Longer than any answer takes, and short enough to ask again while a test waits.
    private static readonly TimeSpan ProbeLimit = TimeSpan.FromSeconds(5);

    /// <summary>A request that ends its connection; header lines each end in CR LF.</summary>
    public static string Request(
        string method, string target, string? token = null, string headers = "", string body = "", string host = "example.com") =>
        $"{method} {target} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n" +
            $"{(token is null ? "" : $"token: {token}\r\n")}{headers}\r\n{body}";

    /// <summary>Sends a request to a port of this machine, and receives its answer.</summary>
    public static Task<RawAnswer> SendAsync(int port, string request, TimeSpan? limit = null) => SendAsync(Local(port), request, limit);

    /// <summary>Sends a request, and receives its answer.</summary>
    public static async Task<RawAnswer> SendAsync(EndPoint to, string request, TimeSpan? limit = null)
    {
        using var connection = await RawConnection.OpenAsync(to, limit);
        await connection.SendAsync(request);
        RawAnswer answer;
        do answer = await connection.ReceiveAsync(hasBody: !request.StartsWith("HEAD ", StringComparison.Ordinal));
        while (answer.Status is 100);
        return answer;
    }

    /// <summary>Sends a request, and receives until the server closes the
    /// connection: bytes behind the answer are part of its body.</summary>
    public static async Task<RawAnswer> SendToEndAsync(int port, string request) => RawAnswer.Parse(await ExchangeAsync(port, request));

    /// <summary>Sends bytes, and receives until the server closes the connection; there may be no answer.</summary>
    public static async Task<string> ExchangeAsync(int port, string request)
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

    /// <summary>Sends bytes, and receives until the server closes the connection, there is enough, or the time is over.</summary>
    public static async Task<string> ExchangeAsync(int port, string request, TimeSpan limit, Predicate<string>? isEnough = null)
    {
        using var connection = await RawConnection.OpenAsync(port, limit);
        try
        {
            await connection.SendAsync(request);
            return await connection.ReceiveToEndAsync(isEnough);
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException)
        {
            return connection.Received;
        }
    }

    /// <summary>Sends bytes and resets the connection without waiting, whether or not the other side has closed it first.</summary>
    public static async Task CutAsync(int port, string request)
    {
        try
        {
            using var connection = await RawConnection.OpenAsync(port);
            await connection.SendAsync(request);
            connection.Cut();
        }
        catch (SocketException)
        {
        }
    }

    /// <summary>The status of a GET to a port of this machine, or null when there is no answer.</summary>
    public static async Task<int?> ProbeAsync(int port, string target) => (await ProbeAsync(Local(port), target, token: null))?.Status;

    /// <summary>The answer to a GET, or null when there is none.</summary>
    public static async Task<RawAnswer?> ProbeAsync(IPEndPoint to, string target, string? token)
    {
        try
        {
            return await SendAsync(to, Request("GET", target, token), ProbeLimit);
        }
        catch (Exception e) when (e is SocketException or IOException or OperationCanceledException)
        {
            return null;
        }
    }

    private static IPEndPoint Local(int port) => new(IPAddress.Loopback, port);
}

using System.Net;
using System.Net.WebSockets;
using System.Text;

namespace TokenAuthz.EndToEnd.Harness;

/// <summary>A client of WebSockets.</summary>
internal static class WebSocketClient
{
    /// <summary>Opens one through a gateway, and sends a message that the upstream sends back.</summary>
    /// <returns>The status of the gateway's answer: 101 when the message came back.</returns>
    public static async Task<HttpStatusCode> EchoAsync(int gatewayPort, string target, string? token)
    {
        using var socket = new ClientWebSocket();
        using var limit = new CancellationTokenSource(Poll.Limit);
        socket.Options.CollectHttpResponseDetails = true;
        if (token is not null) socket.Options.SetRequestHeader("token", token);
        try
        {
            await socket.ConnectAsync(new($"ws://127.0.0.1:{gatewayPort}{target}"), limit.Token);
        }
        catch (WebSocketException) when (socket.HttpStatusCode != 0)
        {
            return socket.HttpStatusCode;
        }

        var buffer = new byte[16];
        await socket.SendAsync("hello"u8.ToArray(), WebSocketMessageType.Text, endOfMessage: true, limit.Token);
        var part = await socket.ReceiveAsync(buffer.AsMemory(), limit.Token);
        Assert.Equal("hello", Encoding.ASCII.GetString(buffer[..part.Count]));
        await socket.CloseAsync(WebSocketCloseStatus.NormalClosure, null, limit.Token);
        return socket.HttpStatusCode;
    }
}

using System.Collections.Concurrent;
using System.IO.Pipelines;
using System.Net;
using System.Net.WebSockets;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;

namespace TokenAuthz.EndToEnd.Harness;

/// <summary>The application behind the gateway: it answers everything with 200 and remembers what reached it.</summary>
internal sealed class Upstream : IAsyncDisposable
{
    private const int LongestBody = 2 * 1024 * 1024;

    private readonly WebApplication _app;
    private readonly ConcurrentQueue<ReceivedRequest> _requests = new();
    private int _connections;

    private Upstream()
    {
        var builder = WebApplication.CreateEmptyBuilder(new());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.Limits.MaxRequestLineSize = 128 * 1024;
            kestrel.Limits.MaxRequestHeadersTotalSize = 128 * 1024;
            kestrel.Limits.MaxRequestHeaderCount = 1000;
            kestrel.Limits.MaxRequestBodySize = null;
            kestrel.Listen(IPAddress.Loopback, 0, CountConnections);
        });
        _app = builder.Build();
        _app.UseWebSockets();
        _app.Run(RecordAsync);
    }

    public int Port { get; private set; }

    /// <summary>How many connections the gateway made: whatever it lets through begins with one.</summary>
    public int Connections => Volatile.Read(ref _connections);

    /// <summary>What arrived, in order.</summary>
    public IReadOnlyList<ReceivedRequest> Requests => [.. _requests];

    public static async Task<Upstream> StartAsync()
    {
        var upstream = new Upstream();
        await upstream._app.StartAsync();
        var address = upstream._app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single();
        upstream.Port = new Uri(address).Port;
        return upstream;
    }

    /// <summary>Sends a request through the gateway in front.</summary>
    public async Task<Passage> PassAsync(int gatewayPort, string request, TimeSpan? limit = null)
    {
        var before = Requests.Count;
        var answer = await RawHttp.SendAsync(gatewayPort, request, limit);
        return new(answer, Requests.Skip(before).SingleOrDefault());
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private void CountConnections(ListenOptions options) => options.Use(next => connection =>
    {
        Interlocked.Increment(ref _connections);
        return next(connection);
    });

    private async Task RecordAsync(HttpContext context)
    {
        var (body, length) = await ReadAsync(context.Request.BodyReader);
        var headers =
            context.Request.Headers.ToDictionary(header => header.Key, header => header.Value.ToString(), StringComparer.OrdinalIgnoreCase);
        _requests.Enqueue(new(
            context.Request.Method, context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget, headers, body, length));
        if (context.WebSockets.IsWebSocketRequest) await EchoAsync(await context.WebSockets.AcceptWebSocketAsync());
        else if (!HttpMethods.IsHead(context.Request.Method)) await context.Response.WriteAsync("from upstream");
    }

    private static async Task EchoAsync(WebSocket socket)
    {
        var buffer = new byte[1024];
        while (await socket.ReceiveAsync(buffer.AsMemory(), CancellationToken.None) is { MessageType: not WebSocketMessageType.Close } part)
            await socket.SendAsync(buffer.AsMemory(0, part.Count), part.MessageType, part.EndOfMessage, CancellationToken.None);
        await socket.CloseAsync(WebSocketCloseStatus.NormalClosure, null, CancellationToken.None);
    }

    // Of a body that is longer than any that is compared, no more than its length is remembered.
    private static async Task<(string Body, long Length)> ReadAsync(PipeReader reader)
    {
        var body = new StringBuilder();
        for (long length = 0; ;)
        {
            var result = await reader.ReadAsync();
            length += result.Buffer.Length;
            if (length <= LongestBody) body.Append(Encoding.Latin1.GetString(result.Buffer));
            reader.AdvanceTo(result.Buffer.End);
            if (result.IsCompleted) return (length <= LongestBody ? body.ToString() : "", length);
        }
    }
}

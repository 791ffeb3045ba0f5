using System.Net;
using System.Net.Sockets;
using System.Text;
using TokenAuthz.EndToEnd.Harness;

namespace TokenAuthz.EndToEnd.Service;

/// <summary>
/// Checks over HTTP/1.1 run on the few threads that wait for sockets: a connection that always has another request keeps none of them
/// from the others. The test runs alone, because it keeps the machine busy.
/// </summary>
[CollectionDefinition(nameof(PipelineTests), DisableParallelization = true)]
[Collection(nameof(PipelineTests))]
public sealed class PipelineTests
{
    private const int Others = 16;
    private const int Rounds = 3;

    private static readonly byte[] Requests = Encoding.Latin1.GetBytes(
        string.Concat(Enumerable.Repeat($"GET /a HTTP/1.1\r\nHost: a\r\n{Token.Line("/a")}\r\n", 1000)));

    [Fact]
    public async Task Answers_others_while_a_connection_sends_requests_without_end()
    {
        await using var service = await AuthzService.StartAsync("Log:Level=Warning");
        using var end = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        var pipeline = PipelineAsync(service.CheckPort, end.Token);
        await Poll.UntilAsync("requests of the pipeline are answered", async () => await service.DecisionsAsync("allow") > 1000);

        // Enough of them that every thread has some.
        await Task.WhenAll(Enumerable.Range(0, Others).Select(_ => AskAsync(service.CheckPort)));

        var answered = await service.DecisionsAsync("allow");
        await Poll.UntilAsync("the pipeline goes on", async () => await service.DecisionsAsync("allow") > answered);
        await end.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => pipeline);
    }

    private static async Task AskAsync(int port)
    {
        using var connection = await RawConnection.OpenAsync(port);
        for (var round = 0; round < Rounds; round++)
        {
            await connection.SendAsync("GET /b HTTP/1.1\r\nHost: a\r\n\r\n");
            (await connection.ReceiveAsync()).AssertDenied("missing_token");
        }
    }

    private static async Task PipelineAsync(int port, CancellationToken end)
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(new IPEndPoint(IPAddress.Loopback, port), end);
        await Task.WhenAll(SendAsync(socket, end), ReceiveAsync(socket, end));
    }

    private static async Task SendAsync(Socket socket, CancellationToken end)
    {
        while (true)
        {
            for (var at = 0; at < Requests.Length;) at += await socket.SendAsync(Requests.AsMemory(at), end);
        }
    }

    private static async Task ReceiveAsync(Socket socket, CancellationToken end)
    {
        var buffer = new byte[256 * 1024];
        while (await socket.ReceiveAsync(buffer, end) > 0)
        {
        }
    }
}

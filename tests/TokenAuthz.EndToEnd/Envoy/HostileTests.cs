using System.Collections.Concurrent;
using TokenAuthz.EndToEnd.Harness;

namespace TokenAuthz.EndToEnd.Envoy;

/// <summary>No request gets a 5xx out of the service, by which a gateway that fails open would let it pass.</summary>
public sealed class HostileTests(FailingOpenStand fixture) : IClassFixture<FailingOpenStand>
{
    // Ends the connection after whatever came before it, so that there is no need to wait for the end.
    private const string Last = "GET /last HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n";

    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(1);

    private readonly Stand _stand = fixture.Stand;

    [Fact]
    public async Task Lets_no_hostile_request_pass_when_the_gateway_fails_open()
    {
        var requests = HostileRequests.Generate(400);
        var passed = new ConcurrentQueue<string>();
        var deniedBefore = await _stand.Service.DecisionsAsync("deny");
        var connectionsBefore = _stand.Upstream.Connections;

        await Parallel.ForEachAsync(requests.Index(), new ParallelOptions { MaxDegreeOfParallelism = 16, CancellationToken = TestContext.Current.CancellationToken }, async (request, _) =>
        {
            var answer = await RawHttp.ExchangeAsync(_stand.Envoy.Port, request.Item + Last, Limit, IsLast);
            if (answer.Contains("HTTP/1.1 2", StringComparison.Ordinal)) passed.Enqueue($"{request.Index}: {request.Item[..Math.Min(300, request.Item.Length)]} -> {answer}");
        });

        Assert.Empty(passed);
        Assert.Equal(connectionsBefore, _stand.Upstream.Connections);
        // Not only Envoy was tried.
        Assert.InRange(await _stand.Service.DecisionsAsync("deny") - deniedBefore, requests.Count / 4, int.MaxValue);
    }

    [Fact]
    public async Task Would_let_pass_what_gets_no_answer_when_the_gateway_fails_open()
    {
        // What the test above relies on: here an error is an allow, and the upstream sees it.
        await using var stand = await Stand.StartAsync(file => file.FailingOpen());
        await stand.Service.KillAsync();

        (await stand.PassAsync(RawHttp.Request("GET", "/", token: null))).AssertAllowed();
    }

    // Envoy announces that it closes, and then waits a second for the client to do so.
    private static bool IsLast(string answers) => answers.Contains("\r\nconnection: close\r\n", StringComparison.Ordinal);
}

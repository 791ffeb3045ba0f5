using TokenAuthz.EndToEnd.Harness;
using TokenAuthz.EndToEnd.SingleUse;

namespace TokenAuthz.EndToEnd.InsideEnvoy;

/// <summary>Envoy outlives what happens to requests that wait for Redis, and forwards every byte of their bodies. Alone, because a claim
/// waits for 150 ms only.</summary>
[Collection(nameof(RedisTests))]
[Promise(10)]
public sealed class ModulePendingTests
{
    private const int Waiting = 50;

    private const int Ends = 10;

    private static readonly string[] Needed = [.. ModuleLibrary.Needed, "redis-server"];

    private static int s_links;

    /// <summary>A request with a signed link, or with a signed body, and its body.</summary>
    public static TheoryData<string, string, int, bool> Bodies { get; } = new()
    {
        { "a link without a body", "/once", 0, false },
        { "a link with a body", "/once", 1_000, false },
        { "a link with a body that is longer than Envoy's buffer", "/once", 200_000, false },
        { "a link with a body in chunks and trailers", "/once", 1_000, true },
        { "a link with a long body in chunks and trailers", "/once", 200_000, true },
        { "a body that is signed", "/hook", 1_000, false },
        { "a long body that is signed", "/hook", 200_000, false },
        { "a body in chunks that is signed, and trailers", "/hook", 1_000, true },
        { "a long body in chunks that is signed, and trailers", "/hook", 200_000, true },
    };

    [Theory]
    [MemberData(nameof(Bodies))]
    public async Task Forwards_the_whole_body_once(string description, string path, int length, bool inChunks)
    {
        Programs.Require([.. Needed, Toxiproxy.Program]);
        await using var redis = await RedisServer.StartAsync();
        await using var proxy = await Toxiproxy.StartAsync(redis.Port);
        await proxy.DelayAsync(20);
        await using var stand = await Stand.StartAsync(new(Way.Inside, [.. Settings(proxy.Port)]));
        Passage? passage = null;
        var request = "";

        // The connection to Redis may not be there yet, and an answer may be too late on a busy machine.
        await Poll.UntilAsync($"{description} passes", async () =>
        {
            request = Request(path, length, inChunks);
            passage = await stand.PassAsync(request);
            return passage.Answer.Status == 200;
        }, () => stand.Envoy.Log);

        passage!.AssertAllowed(description);
        Assert.Equal(length, passage.Arrived!.Body.Length);
        Assert.Equal("replayed", (await stand.PassAsync(request)).Answer.Value("x-auth-reason"));
    }

    [Fact]
    public async Task Clients_that_go_while_their_requests_wait_change_nothing()
    {
        Programs.Require(Needed);
        await using var redis = await RedisServer.StartAsync();
        await using var stand = await Stand.StartAsync(new(Way.Inside, [.. Settings(redis.Port)]));
        await UntilAllowedAsync(stand.Envoy);
        var connections = stand.Upstream.Connections;

        await redis.SuspendAsync();
        for (var i = 0; i < Waiting; i++)
        {
            await RawHttp.CutAsync(stand.Envoy.Port, RawHttp.Request("GET", NextLink()));
            await RawHttp.CutAsync(stand.Envoy.Port, Request("/once", 1_000, inChunks: false)[..^10]);
            await RawHttp.CutAsync(stand.Envoy.Port, Request("/hook", 1_000, inChunks: true));
        }

        Assert.Equal(connections, stand.Upstream.Connections);
        redis.Resume();
        await UntilAllowedAsync(stand.Envoy);
        Assert.Equal(0, await stand.Envoy.StopAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task An_update_while_requests_wait_takes_effect()
    {
        Programs.Require(Needed);
        await using var redis = await RedisServer.StartAsync();
        await using var other = await RedisServer.StartAsync();
        await using var updated = await UpdatedEnvoy.StartAsync(Settings(redis.Port));
        await UntilAllowedAsync(updated.Envoy);

        for (var update = 1; update <= Ends; update++)
        {
            await redis.SuspendAsync();
            var waiting = Enumerable.Range(0, Waiting).Select(_ => StatusAsync(updated.Envoy)).ToArray();
            updated.Update([.. Settings(update % 2 == 0 ? redis.Port : other.Port), $"Log:DenialsPerSecond={update}"]);
            Assert.All(await Task.WhenAll(waiting), status => Assert.Contains(status, (int?[])[200, 403, null]));
            redis.Resume();
            await UntilAllowedAsync(updated.Envoy);
        }

        Assert.Equal(0, await updated.Envoy.StopAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Envoy_ends_in_order_while_requests_wait()
    {
        Programs.Require(Needed);
        await using var redis = await RedisServer.StartAsync();
        for (var end = 1; end <= Ends; end++)
        {
            await using var stand = await Stand.StartAsync(new(Way.Inside, [.. Settings(redis.Port)]));
            await UntilAllowedAsync(stand.Envoy);
            await redis.SuspendAsync();

            var waiting = Enumerable.Range(0, Waiting).Select(_ => StatusAsync(stand.Envoy)).ToArray();
            var exitCode = await stand.Envoy.StopAsync(TestContext.Current.CancellationToken);

            Expect.Equal(0, exitCode, $"End {end}: {stand.Envoy.Log}");
            Assert.DoesNotContain(200, await Task.WhenAll(waiting));
            redis.Resume();
        }
    }

    private static string[] Settings(int redisPort) =>
    [
        "Policies:0:Name=once", "Policies:0:Scheme=links", "Policies:0:Paths:0=/once", "Policies:1:Name=hooks", "Policies:1:Scheme=hooks",
        "Policies:1:Paths:0=/hook", "Policies:2:Name=default", .. OneTimeLink.SchemeSettings, "Schemes:hooks:Preset=github",
        "Schemes:hooks:SingleUse=true", "Schemes:hooks:RememberFor=00:10:00", $"SingleUse:Redis=127.0.0.1:{redisPort}",
    ];

    private static string Request(string path, int length, bool inChunks)
    {
        var number = Interlocked.Increment(ref s_links);
        var body = length == 0 ? "" : $"{number}".PadRight(length, 'b');
        var target = path == "/once" ? OneTimeLink.To($"/once/{number}") : path;
        var headers = path == "/hook" ? Token.WebhookLine(body) : "";
        if (!inChunks) return RawHttp.Request("POST", target, token: null, $"{headers}Content-Length: {length}\r\n", body);
        var chunks = string.Concat(body.Chunk(7_777).Select(chunk => $"{chunk.Length:x}\r\n{new string(chunk)}\r\n"));
        return RawHttp.Request(
            "POST", target, token: null, $"{headers}Transfer-Encoding: chunked\r\n", $"{chunks}0\r\nx-late: 1\r\n\r\n");
    }

    private static async Task<int?> StatusAsync(EnvoyGateway envoy) => await RawHttp.ProbeAsync(envoy.Port, NextLink());

    private static Task UntilAllowedAsync(EnvoyGateway envoy) =>
        Poll.UntilAsync("a token passes", async () => await StatusAsync(envoy) == 200, () => envoy.Log);

    private static string NextLink() => OneTimeLink.To($"/once/{Interlocked.Increment(ref s_links)}");
}

using TokenAuthz.EndToEnd.Harness;
using TokenAuthz.EndToEnd.SingleUse;

namespace TokenAuthz.EndToEnd.InsideEnvoy;

/// <summary>
/// The module shares used tokens with others through Redis, and lets none pass while it does not answer. A request that carries no such
/// token does not notice. Alone, because a claim waits for 150 ms only.
/// </summary>
[Collection(nameof(RedisTests))]
[Promise(10)]
public sealed class ModuleRedisTests
{
    private static readonly string[] Needed = [.. ModuleLibrary.Needed, "redis-server"];

    private static int s_links;

    [Fact]
    public async Task A_token_that_was_used_at_a_service_or_at_an_Envoy_is_used_at_the_other()
    {
        Programs.Require(Needed);
        await using var redis = await RedisServer.StartAsync();
        await using var stand = await StartAsync(redis.Port);
        await using var service = await AuthzService.StartAsync([.. OneTimeLink.Settings, Redis(redis.Port)]);
        await UntilAllowedAsync(stand);
        await Poll.UntilAsync("a token passes", async () => await AskAsync(service, NextLink()) == 200, () => service.Log);

        var (first, second, shared) = (NextLink(), NextLink(), NextLink());
        Assert.Equal((200, 403), (await AskAsync(service, first), (await SendAsync(stand, first)).Status));
        Assert.Equal((200, 403), ((await SendAsync(stand, second)).Status, await AskAsync(service, second)));
        var statuses = await Task.WhenAll(Enumerable.Range(0, 40).Select(
            async i => i % 2 == 0 ? await AskAsync(service, shared) : (await SendAsync(stand, shared)).Status));

        Assert.Equal((1, 39), (statuses.Count(status => status == 200), statuses.Count(status => status == 403)));
        Assert.Equal("replayed", (await SendAsync(stand, first)).Value("x-auth-reason"));
    }

    [Fact]
    public async Task Denies_while_Redis_is_away_and_allows_again_when_it_is_back()
    {
        Programs.Require(Needed);
        await using var redis = await RedisServer.StartAsync();
        await using var stand = await StartAsync(redis.Port);
        await UntilAllowedAsync(stand);

        await redis.DisposeAsync();
        await AssertDeniedAsync(stand);
        (await stand.PassAsync(RawHttp.Request("GET", "/plain", Token.Of("/plain")))).AssertAllowed();
        await Poll.UntilContainsAsync("Redis does not answer whether a token was used", () => stand.Envoy.Log);

        await redis.RunAsync();
        await UntilAllowedAsync(stand);
    }

    [Fact]
    public async Task Denies_while_Redis_hangs_or_is_slow_or_cut_and_allows_again_afterwards()
    {
        Programs.Require([.. Needed, Toxiproxy.Program]);
        await using var redis = await RedisServer.StartAsync();
        await using var proxy = await Toxiproxy.StartAsync(redis.Port);
        await using var stand = await StartAsync(proxy.Port);
        await UntilAllowedAsync(stand);

        await redis.SuspendAsync();
        await AssertDeniedAsync(stand);
        redis.Resume();
        await UntilAllowedAsync(stand);

        await proxy.DelayAsync(1_000);
        await AssertDeniedAsync(stand);
        await proxy.HealAsync();
        await UntilAllowedAsync(stand);

        await proxy.CutAsync();
        await AssertDeniedAsync(stand);
        await proxy.HealAsync();
        await UntilAllowedAsync(stand);
    }

    [Fact]
    public async Task Denies_while_Redis_refuses_to_write()
    {
        Programs.Require(Needed);
        await using var redis = await RedisServer.StartAsync();
        await using var stand = await StartAsync(redis.Port);
        await UntilAllowedAsync(stand);

        await redis.AskAsync("CONFIG SET maxmemory 1");
        await AssertDeniedAsync(stand);
    }

    [Fact]
    public async Task A_policy_in_shadow_passes_while_Redis_is_away()
    {
        Programs.Require(Needed);
        await using var stand = await StartAsync(FreePorts.Next(), "Policies:0:Mode=Shadow");

        (await stand.PassAsync(RawHttp.Request("GET", NextLink()))).AssertAllowed();
        Assert.Equal(1, await ModuleLibrary.CountAsync(stand.Envoy, "token_authz_shadowed_error"));
    }

    [Fact]
    public async Task Denies_what_is_more_than_may_wait()
    {
        Programs.Require(Needed);
        await using var redis = await RedisServer.StartAsync();
        await using var stand = await StartAsync(redis.Port, "SingleUse:MaxPending=1", "Log:DenialsPerSecond=1000");
        await UntilAllowedAsync(stand);
        await redis.SuspendAsync();

        await Task.WhenAll(Enumerable.Range(0, 40).Select(_ => AssertDeniedAsync(stand)));

        Assert.Contains("1 checks wait for Redis, which is all that TokenAuthz:SingleUse:MaxPending allows", stand.Envoy.Log,
            StringComparison.Ordinal);
        redis.Resume();
        await UntilAllowedAsync(stand);
    }

    private static Task<Stand> StartAsync(int redisPort, params string[] settings) => Stand.StartAsync(
        new(Way.Inside, ["Policies:0:Name=once", "Policies:0:Scheme=links", "Policies:0:Paths:0=/once", "Policies:1:Name=default",
            .. OneTimeLink.SchemeSettings, Redis(redisPort), .. settings]));

    private static async Task AssertDeniedAsync(Stand stand)
    {
        var answer = await SendAsync(stand, NextLink());
        Expect.Equal((403, "error"), (answer.Status, answer.Value("x-auth-reason")), stand.Envoy.Log);
    }

    private static Task UntilAllowedAsync(Stand stand) =>
        Poll.UntilAsync("a token passes", async () => (await SendAsync(stand, NextLink())).Status == 200, () => stand.Envoy.Log);

    private static Task<RawAnswer> SendAsync(Stand stand, string link) => RawHttp.SendAsync(stand.Envoy.Port, RawHttp.Request("GET", link));

    private static async Task<int> AskAsync(AuthzService service, string link) =>
        (await RawHttp.SendAsync(service.CheckPort, RawHttp.Request("GET", link))).Status;

    private static string Redis(int port) => $"SingleUse:Redis=127.0.0.1:{port}";

    private static string NextLink() => OneTimeLink.To($"/once/{Interlocked.Increment(ref s_links)}");
}

using System.Diagnostics;
using System.Globalization;
using TokenAuthz.EndToEnd.Harness;

namespace TokenAuthz.EndToEnd.SingleUse;

/// <summary>Replicas that share a Redis let a token of single use pass once,
/// and none while it is not there. Alone, as it is about time.</summary>
[CollectionDefinition(nameof(RedisTests), DisableParallelization = true)]
[Collection(nameof(RedisTests))]
public sealed class RedisTests
{
    private const string Program = "redis-server";

    // Of the service's answer when Redis gives none.
    private static readonly TimeSpan InTime = TimeSpan.FromMilliseconds(500);

    // Of each, however busy the machine; the library waits many seconds for a Redis that hangs from the start.
    private static readonly TimeSpan AtMost = TimeSpan.FromSeconds(3);

    private int _links;

    [Fact]
    public async Task One_of_many_requests_with_one_token_passes_when_replicas_share_it()
    {
        Programs.Require(Program);
        await using var redis = await RedisServer.StartAsync();
        await using var one = await StartAsync(redis);
        await using var other = await StartAsync(redis);
        await UntilAllowedAsync(one);
        await UntilAllowedAsync(other);

        for (var round = 0; round < 5; round++)
        {
            var link = NextLink();
            var answers = await Task.WhenAll(Enumerable.Range(0, 40).Select(i => CheckAsync(i % 2 == 0 ? one : other, link)));

            Assert.Single(answers, answer => answer == "200 ");
            Assert.Equal(39, answers.Count(answer => answer == "403 replayed"));
        }
    }

    [Fact]
    public async Task A_second_check_of_the_same_request_passes_at_another_replica_and_no_other()
    {
        Programs.Require(Program);
        await using var redis = await RedisServer.StartAsync();
        const string Setting = "SingleUse:RequestIdHeader=x-check-id";
        await using var one = await StartAsync(redis, Setting);
        await using var other = await StartAsync(redis, Setting);
        await UntilAllowedAsync(one);
        await UntilAllowedAsync(other);
        const string Id = "x-check-id: 0123456789abcdef\r\n";
        const string OtherId = "x-check-id: 0123456789abcdee\r\n";
        var (link, withoutId) = (NextLink(), NextLink());

        Assert.Equal("200 ", await CheckAsync(one, link, Id));
        Assert.Equal("200 ", await CheckAsync(other, link, Id));
        Assert.Equal("403 replayed", await CheckAsync(other, link, OtherId));
        Assert.Equal("403 replayed", await CheckAsync(one, link));
        Assert.Equal("200 ", await CheckAsync(one, withoutId));
        Assert.Equal("403 replayed", await CheckAsync(other, withoutId, Id));

        // The token is remembered as long as any other, and the request's id by a hash.
        foreach (var key in (await redis.AskAsync("KEYS *")).Where(line => line.StartsWith("token-authz:used:", StringComparison.Ordinal)))
        {
            var end = long.Parse((await redis.AskAsync($"PEXPIRETIME {key}"))[0][1..], CultureInfo.InvariantCulture);
            Assert.InRange(end, (OneTimeLink.End + 301) * 1000, (OneTimeLink.End + 302) * 1000);
            Assert.DoesNotContain("0123456789abcdef", string.Join(' ', await redis.AskAsync($"GET {key}")), StringComparison.Ordinal);
        }

        await Poll.UntilAsync("the same request is too old", async () => await CheckAsync(other, link, Id) == "403 replayed");
    }

    [Fact]
    public async Task A_token_is_remembered_beyond_its_end_by_a_hash()
    {
        Programs.Require(Program);
        await using var redis = await RedisServer.StartAsync();
        await using var service = await StartAsync(redis);
        await UntilAllowedAsync(service);
        await redis.AskAsync("FLUSHALL");

        Assert.Equal("200 ", await CheckAsync(service, NextLink()));

        var key = Assert.Single(await redis.AskAsync("KEYS *"), line => line.StartsWith("token-authz:used:", StringComparison.Ordinal));
        var end = long.Parse((await redis.AskAsync($"PEXPIRETIME {key}"))[0][1..], CultureInfo.InvariantCulture);
        // Through its last second, with room for a replica whose clock is behind, and what the command took to get there.
        Assert.InRange(end, (OneTimeLink.End + 301) * 1000, (OneTimeLink.End + 302) * 1000);

        // A hash, of which nobody can make the signature.
        Assert.Matches("^token-authz:used:[0-9a-f]{64}$", key);
    }

    [Fact]
    public async Task Denies_while_Redis_is_away_and_allows_again_when_it_is_back()
    {
        Programs.Require(Program);
        await using var redis = await RedisServer.StartAsync();
        await using var service = await StartAsync(redis);
        await UntilAllowedAsync(service);

        await redis.DisposeAsync();

        Assert.Equal("403 error", await CheckAsync(service, NextLink()));
        Assert.Equal(1, await service.CountAsync("token_authz_decisions_total{", "policy=\"default\",decision=\"deny\",reason=\"error\""));
        await Poll.UntilContainsAsync("Redis does not answer whether a token was used; see TokenAuthz:SingleUse:Redis", () => service.Log);

        await redis.RunAsync();

        await UntilAllowedAsync(service);
    }

    [Fact]
    public async Task Denies_in_time_while_Redis_hangs_and_allows_again_when_it_goes_on()
    {
        Programs.Require(Program);
        await using var redis = await RedisServer.StartAsync();
        await using var service = await StartAsync(redis);
        await UntilAllowedAsync(service);

        await redis.SuspendAsync();
        await AssertDeniedInTimeAsync(service);
        redis.Resume();

        await UntilAllowedAsync(service);
    }

    [Fact]
    public async Task Denies_in_time_when_started_before_Redis_and_allows_when_it_is_there()
    {
        Programs.Require(Program);
        await using var redis = await RedisServer.StartAsync();
        await redis.SuspendAsync();
        await using var service = await StartAsync(redis);
        await AssertDeniedInTimeAsync(service);

        await redis.DisposeAsync();
        await AssertDeniedInTimeAsync(service);

        await redis.RunAsync();
        await UntilAllowedAsync(service);
    }

    private static Task<AuthzService> StartAsync(RedisServer redis, params string[] settings) =>
        AuthzService.StartAsync([.. OneTimeLink.Settings, $"SingleUse:Redis=127.0.0.1:{redis.Port}", .. settings]);

    private static async Task<string> CheckAsync(AuthzService service, string link, string headers = "")
    {
        var answer = await RawHttp.SendAsync(service.CheckPort, RawHttp.Request("GET", link, token: null, headers));
        return $"{answer.Status} {answer.Value("x-auth-reason")}";
    }

    // Most of several, as a machine that is busy with something else may delay one.
    private async Task AssertDeniedInTimeAsync(AuthzService service)
    {
        var times = new List<TimeSpan>();
        for (var i = 0; i < 7; i++)
        {
            var started = Stopwatch.GetTimestamp();
            Assert.Equal("403 error", await CheckAsync(service, NextLink()));
            times.Add(Stopwatch.GetElapsedTime(started));
        }

        times.Sort();
        Assert.InRange(times[times.Count / 2], TimeSpan.Zero, InTime);
        Assert.InRange(times[^1], TimeSpan.Zero, AtMost);
    }

    private Task UntilAllowedAsync(AuthzService service) =>
        Poll.UntilAsync("a token passes", async () => await CheckAsync(service, NextLink()) == "200 ", () => service.Log);

    private string NextLink() => OneTimeLink.To($"/{Interlocked.Increment(ref _links)}");
}

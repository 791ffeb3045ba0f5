using System.Globalization;
using StackExchange.Redis;
using TokenAuthz.Signing;

namespace TokenAuthz.SingleUse;

/// <summary>Remembers used tokens in a Redis that replicas share.</summary>
internal sealed class RedisStore : ISingleUseStore, IAsyncDisposable
{
    private const string Prefix = "token-authz:used:";

    // A gateway waits 200 ms by default; a late answer is of no use.
    private const int TimeoutMilliseconds = 150;

    private readonly TimeProvider _time;
    private readonly Lazy<Task<ConnectionMultiplexer>> _redis;

    public RedisStore(string configuration, TimeProvider time)
    {
        var options = ConfigurationOptions.Parse(configuration);

        // Whoever starts before Redis does denies until it is there.
        options.AbortOnConnectFail = false;
        options.AsyncTimeout = TimeoutMilliseconds;
        options.BacklogPolicy = BacklogPolicy.FailFast;
        _time = time;
        _redis = new(() => ConnectionMultiplexer.ConnectAsync(options));
    }

    public async ValueTask<bool> TryClaimAsync(SingleUseClaim claim)
    {
        // In its last second a token still holds.
        var life = DateTimeOffset.FromUnixTimeSeconds(claim.Until + 1) - _time.GetUtcNow();
        try
        {
            var redis = await _redis.Value;
            return await redis.GetDatabase().StringSetAsync(Prefix + claim.Id.ToString("x32", CultureInfo.InvariantCulture), 1, life, When.NotExists);
        }
        catch (Exception e) when (e is RedisException or RedisTimeoutException or TimeoutException or ObjectDisposedException)
        {
            throw new SingleUseException("Redis does not answer whether a token was used; see TokenAuthz:SingleUse:Redis", e);
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_redis.IsValueCreated) await (await _redis.Value).DisposeAsync();
    }
}

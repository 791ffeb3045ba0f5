using System.Buffers.Binary;
using System.Security.Cryptography;
using StackExchange.Redis;
using TokenAuthz.Engine.SingleUse;
using TokenAuthz.Signing.Verifying;

namespace TokenAuthz.Redis;

/// <summary>
/// Remembers used tokens in a Redis that replicas share. No claim calls Redis on the thread that asks for it, because that may be a
/// worker of Envoy, which must not be held up.
/// </summary>
public sealed class RedisUsedTokens : IUsedTokens, IAsyncDisposable
{
    private const string Prefix = "token-authz:used:";

    // By Redis's own clock, because those of replicas differ. The value of a claim without a request's id never matches.
    private const string ClaimForRequest = """
        local now = tonumber(redis.call('TIME')[1])
        local used = redis.call('GET', KEYS[1])
        if not used then
          redis.call('SET', KEYS[1], ARGV[1] .. ' ' .. now, 'PX', ARGV[2])
          return 1
        end
        local request, at = string.match(used, '^(%x+) (%d+)$')
        if request == ARGV[1] and now - tonumber(at) <= tonumber(ARGV[3]) then return 1 end
        return 0
        """;

    // Envoy waits 200 ms by default, so that a later answer has no reader.
    private static readonly TimeSpan Timeout = TimeSpan.FromMilliseconds(150);

    // Single-use checks are denied until Redis is back.
    private static readonly TimeSpan RetryInterval = TimeSpan.FromMilliseconds(500);

    private readonly TimeProvider _time;
    private readonly int _maxPending;
    private readonly Task<ConnectionMultiplexer> _redis;
    private int _pending;

    /// <summary>Begins to connect.</summary>
    /// <param name="settings">The Redis, and how many claims may wait for it.</param>
    /// <param name="time">The clock.</param>
    public RedisUsedTokens(RedisSettings settings, TimeProvider time)
    {
        var options = ConfigurationOptions.Parse(settings.Configuration);

        // A service that starts before Redis denies single-use checks until Redis is there.
        options.AbortOnConnectFail = false;
        options.AsyncTimeout = (int)Timeout.TotalMilliseconds;
        options.BacklogPolicy = BacklogPolicy.FailFast;
        options.ReconnectRetryPolicy = new LinearRetry((int)RetryInterval.TotalMilliseconds);
        (_time, _maxPending) = (time, settings.MaxPending);

        // Connects at the start, because the first check cannot wait for it.
        _redis = ConnectionMultiplexer.ConnectAsync(options);
    }

    /// <summary>Whether a text names a Redis.</summary>
    public static bool IsConfiguration(string text)
    {
        try
        {
            return ConfigurationOptions.Parse(text).EndPoints.Count > 0;
        }
        catch (ArgumentException)
        {
            return false;
        }
    }

    /// <inheritdoc/>
    public async ValueTask<bool> TryClaimAsync(SingleUseClaim claim)
    {
        try
        {
            if (Interlocked.Increment(ref _pending) > _maxPending)
            {
                throw new SingleUseException(
                    $"{_maxPending} checks wait for Redis, which is all that TokenAuthz:SingleUse:MaxPending allows; "
                    + "look whether Redis is slow, or set more");
            }

            // The library's own timeout does not count the time until it is connected.
            return await ClaimAsync(claim).WaitAsync(Timeout);
        }
        catch (Exception e) when (e is RedisException or RedisCommandException or TimeoutException or ObjectDisposedException)
        {
            throw new SingleUseException("Redis does not answer whether a token was used; see TokenAuthz:SingleUse:Redis", e);
        }
        finally
        {
            Interlocked.Decrement(ref _pending);
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync() => await (await _redis).DisposeAsync();

    private async Task<bool> ClaimAsync(SingleUseClaim claim)
    {
        // Goes on on a thread of the pool, even if the connection is there.
        var redis = await _redis.WaitAsync(Timeout).ConfigureAwait(ConfigureAwaitOptions.ForceYielding);

        // Plus one second, because a token holds until the end of its last one; rounded up, because the library cuts to milliseconds.
        var end = DateTimeOffset.FromUnixTimeSeconds(claim.Until + 1 + SingleUseLife.Beyond);
        var life = TimeSpan.FromMilliseconds(Math.Ceiling((end - _time.GetUtcNow()).TotalMilliseconds));
        var database = redis.GetDatabase();
        if (claim.RequestId == 0) return await database.StringSetAsync(KeyOf(claim), 1, life, When.NotExists);
        RedisValue[] values = [$"{claim.RequestId:x32}", (long)life.TotalMilliseconds, SingleUseLife.RetryWindow];
        return (bool)await database.ScriptEvaluateAsync(ClaimForRequest, [KeyOf(claim)], values);
    }

    // A hash, because the id is a part of a signature, and a client that may list the keys of Redis must not learn signatures.
    private static string KeyOf(SingleUseClaim claim)
    {
        Span<byte> id = stackalloc byte[16], hash = stackalloc byte[SHA256.HashSizeInBytes];
        BinaryPrimitives.WriteUInt128BigEndian(id, claim.Id);
        SHA256.HashData(id, hash);
        return Prefix + Convert.ToHexStringLower(hash);
    }
}

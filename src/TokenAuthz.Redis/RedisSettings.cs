using System.Collections.Immutable;
using TokenAuthz.Engine.Configuration;

namespace TokenAuthz.Redis;

/// <summary>The settings of the Redis that remembers used tokens, which are the same in every host.</summary>
/// <param name="Configuration">The configuration of the client: <c>redis:6379,ssl=true</c>.</param>
/// <param name="MaxPending">How many claims wait for an answer at the same time; a further one fails.</param>
public sealed record RedisSettings(string Configuration, int MaxPending)
{
    private static readonly Setting<string?> Redis = Setting.Secret(
        "SingleUse:Redis",
        "The Redis that remembers used tokens for several replicas: `redis:6379,ssl=true`. A token is remembered for five minutes after " +
            "it expires, because the clocks of replicas may differ.") with
    {
        DefaultNote = "each replica remembers in memory",
        IsSecret = text => text.Contains("password=", StringComparison.OrdinalIgnoreCase),
    };

    private static readonly Setting<int> Pending = Setting.Number(
        "SingleUse:MaxPending",
        10_000,
        1,
        1_000_000,
        "How many checks wait for an answer of Redis at the same time, each for 150 ms at most. A further one is denied (`error`).");

    /// <summary>Describes the settings.</summary>
    public static ImmutableArray<Setting> All { get; } = [Redis, Pending];

    /// <summary>Reads the settings; mistakes are reported to the section.</summary>
    /// <returns>Null if no Redis is configured.</returns>
    public static RedisSettings? Read(SettingsSection root)
    {
        var (text, pending) = (root.Read(Redis), root.Read(Pending));
        if (text is null) return null;
        if (!RedisUsedTokens.IsConfiguration(text))
            root.RejectWithoutValue(Redis, "write HOST:PORT, and options of the client behind commas, such as redis:6379,ssl=true");
        return new(text, pending);
    }
}

using System.Collections.Immutable;
using TokenAuthz.Engine.Configuration;

namespace TokenAuthz.Redis;

/// <summary>The setting of the Redis that remembers used tokens.</summary>
public static class RedisSettings
{
    private static readonly Setting<string?> Redis = Setting.Secret(
        "SingleUse:Redis",
        "The Redis that remembers used tokens for several replicas: `redis:6379,ssl=true`. A token is remembered for five minutes after " +
            "it expires, because the clocks of replicas may differ.") with
    {
        DefaultNote = "each replica remembers in memory",
        IsSecret = text => text.Contains("password=", StringComparison.OrdinalIgnoreCase),
    };

    /// <summary>Describes the setting.</summary>
    public static ImmutableArray<Setting> All { get; } = [Redis];

    /// <summary>Reads the setting; mistakes are reported to the section.</summary>
    /// <returns>The configuration of the Redis; null for none.</returns>
    public static string? Read(SettingsSection root)
    {
        var text = root.Read(Redis);
        if (text is not null && !RedisUsedTokens.IsConfiguration(text))
            root.RejectWithoutValue(Redis, "write HOST:PORT, and options of the client behind commas, such as redis:6379,ssl=true");
        return text;
    }
}

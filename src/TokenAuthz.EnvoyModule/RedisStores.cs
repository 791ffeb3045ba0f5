using System.Diagnostics.CodeAnalysis;
using TokenAuthz.Engine.SingleUse;
using TokenAuthz.Redis;

namespace TokenAuthz.EnvoyModule;

/// <summary>
/// The connections to Redis, which filters with the same settings share, and which outlive an update of Envoy's configuration, because
/// that makes a new filter before the old one ends.
/// </summary>
internal static class RedisStores
{
    private static readonly Lock Lock = new();
    private static readonly Dictionary<RedisSettings, (RedisUsedTokens Store, int Users)> Stores = [];

    /// <summary>Connects, unless another filter has; <see cref="Release"/> gives the store back.</summary>
    [SuppressMessage("Reliability", "CA2000", Justification = "Disposed of when the last filter releases it.")]
    public static IUsedTokens Take(RedisSettings settings)
    {
        lock (Lock)
        {
            var (store, users) = Stores.GetValueOrDefault(settings);
            store ??= new(settings, TimeProvider.System);
            Stores[settings] = (store, users + 1);
            return store;
        }
    }

    /// <summary>Disconnects if no other filter uses the store.</summary>
    public static void Release(RedisSettings settings)
    {
        lock (Lock)
        {
            var (store, users) = Stores[settings];
            if (users > 1) Stores[settings] = (store, users - 1);
            else if (Stores.Remove(settings)) _ = Task.Run(async () => await store.DisposeAsync());
        }
    }
}

using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using TokenAuthz.Signing.Keys;

namespace TokenAuthz.EnvoyModule;

/// <summary>
/// Counts allowed requests by key. Workers count here, because Envoy takes longer to find a counter by its labels than a check takes, and
/// <see cref="TakeNew"/> hands the sums to Envoy now and then.
/// </summary>
internal sealed class KeyUses
{
    private readonly ConcurrentDictionary<string, Sum> _byId = new(StringComparer.Ordinal);

    // A reload makes new keys, and the table forgets the replaced ones with their snapshot.
    private readonly ConditionalWeakTable<Key, Entry> _byKey = [];

    // Most filters have one key in use at a time.
    private Entry? _last;

    /// <summary>Counts a request that a key signed. Allocates nothing but at the first of a key.</summary>
    public void Count(Key key)
    {
        var entry = _last;
        if (entry is null || !ReferenceEquals(entry.Key, key)) entry = Find(key);
        Interlocked.Increment(ref entry.Sum.Uses);
    }

    /// <summary>
    /// Takes what was counted since the last call, which must not run twice at a time; also of a key that is new and was not used.
    /// </summary>
    public IEnumerable<(string KeyId, ulong Uses)> TakeNew(IEnumerable<Key> keys)
    {
        foreach (var key in keys) _ = _byId.GetOrAdd(key.Id, _ => new());
        foreach (var (id, sum) in _byId)
        {
            var uses = Volatile.Read(ref sum.Uses);
            if (uses == sum.Taken) continue;
            yield return (id, (ulong)(uses - Math.Max(0, sum.Taken)));
            sum.Taken = uses;
        }
    }

    private Entry Find(Key key) => _last = _byKey.GetValue(key, key => new(key, _byId.GetOrAdd(key.Id, _ => new())));

    private sealed record Entry(Key Key, Sum Sum);

    private sealed class Sum
    {
        public long Uses;
        public long Taken = -1;
    }
}

using System.Collections.Concurrent;
using System.Runtime.CompilerServices;

namespace TokenAuthz.EnvoyModule;

/// <summary>
/// Counts allowed requests by a subject: a key, or a scheme. Workers count here, because Envoy takes longer to find a counter by its
/// labels than a check takes, and <see cref="TakeNew"/> hands the sums to Envoy now and then.
/// </summary>
/// <typeparam name="TSubject">What was used. A reload makes new ones.</typeparam>
/// <typeparam name="TLabels">The labels that show it: those of the same labels are summed up.</typeparam>
internal sealed class Uses<TSubject, TLabels>
    where TSubject : class
    where TLabels : notnull
{
    private readonly ConcurrentDictionary<TLabels, Sum> _sums = new();

    // The table forgets the replaced ones with their snapshot.
    private readonly ConditionalWeakTable<TSubject, Entry> _entries = [];

    // Most filters have one in use at a time.
    private Entry? _last;

    /// <summary>Counts a request. Allocates nothing but at the first of a subject.</summary>
    public void Count(TSubject subject, TLabels labels)
    {
        var entry = _last;
        if (entry is null || !ReferenceEquals(entry.Subject, subject)) entry = Find(subject, labels);
        Interlocked.Increment(ref entry.Sum.Uses);
    }

    /// <summary>
    /// Takes what was counted since the last call, which must not run twice at a time; also of a subject that is new and was not used.
    /// </summary>
    public IEnumerable<(TLabels Labels, ulong Uses)> TakeNew(IEnumerable<TLabels> known)
    {
        foreach (var labels in known) _ = _sums.GetOrAdd(labels, static _ => new());
        foreach (var (labels, sum) in _sums)
        {
            var uses = Volatile.Read(ref sum.Uses);
            if (uses == sum.Taken) continue;
            yield return (labels, (ulong)(uses - Math.Max(0, sum.Taken)));
            sum.Taken = uses;
        }
    }

    private Entry Find(TSubject subject, TLabels labels)
    {
        if (!_entries.TryGetValue(subject, out var entry))
            entry = _entries.GetValue(subject, subject => new(subject, _sums.GetOrAdd(labels, static _ => new())));
        return _last = entry;
    }

    private sealed record Entry(TSubject Subject, Sum Sum);

    private sealed class Sum
    {
        public long Uses;
        public long Taken = -1;
    }
}

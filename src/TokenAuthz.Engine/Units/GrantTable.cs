using System.Collections.Frozen;
using System.Collections.Immutable;
using TokenAuthz.Engine.Policies;
using TokenAuthz.Signing.Requests;

namespace TokenAuthz.Engine.Units;

/// <summary>
/// Finds the unit that decides a request: of the grants that cover it, the most specific one, which is that of the exact host before
/// that of a wildcard before that of every host, and among these that of the longest path. Immutable.
/// </summary>
/// <remarks>
/// A policy stands for each path of a grant. The policies are in the order of precedence, so that their table, in which the first one
/// decides, finds the most specific grant.
/// </remarks>
internal sealed class GrantTable
{
    private const int ExactRank = 0;
    private const int WildcardRank = 1;
    private const int AnyHostRank = 2;

    private readonly FrozenDictionary<Policy, int> _units;
    private readonly PolicyTable _entries;
    private readonly PolicyTable _dividedHosts;

    /// <summary>Indexes the grants of a listener.</summary>
    /// <param name="grants">Each grant with the number of its unit.</param>
    /// <param name="denials">The operator's policies that deny before a unit decides.</param>
    public GrantTable(ImmutableArray<(Grant Grant, int Unit)> grants, ImmutableArray<Policy> denials)
    {
        var entries = grants.SelectMany(grant => EntriesOf(grant.Grant).Select(entry => (Entry: entry, grant.Unit)))
            .OrderBy(row => row.Entry.Rank).ThenByDescending(row => row.Entry.Path?.Bytes.Length ?? 0)
            .Select((row, index) => (Policy: row.Entry.ToPolicy(index), row.Unit)).ToImmutableArray();
        _units = entries.ToFrozenDictionary(entry => entry.Policy, entry => entry.Unit);
        _entries = new([.. entries.Select(entry => entry.Policy)], mayBeWhateverPath: false);
        _dividedHosts = new(
            [
                .. entries.Select(entry => entry.Policy).Concat(denials).Where(policy => !policy.Scope.Paths.IsEmpty)
                    .Select((policy, index) =>
                        new Policy { Name = $"{index}", Scope = PolicyScope.Everything with { Hosts = policy.Scope.Hosts } }),
            ],
            mayBeWhateverPath: false);
    }

    /// <summary>Whether some grant lists hosts.</summary>
    public bool ListsHosts => _entries.ListsHosts;

    /// <summary>
    /// Finds the unit of a request. An ambiguous path belongs to no unit if the host is divided by paths, among units or between a unit and
    /// a policy that denies, because the application may read it as a path of another one. Allocates nothing.
    /// </summary>
    /// <param name="request">The request.</param>
    /// <param name="path">Its path.</param>
    /// <param name="host">Its host, as <see cref="RequestHost"/> normalizes it.</param>
    /// <param name="unit">The number of the unit.</param>
    public bool TryFind<TRequest>(ref TRequest request, ReadOnlySpan<byte> path, scoped ReadOnlySpan<char> host, out int unit)
        where TRequest : struct, IRequestView, allows ref struct
    {
        unit = -1;
        if (_entries.Match(ref request, path, host) is not { } entry) return false;
        if (RequestPath.IsAmbiguous(path) && _dividedHosts.Match(ref request, path, host) is not null) return false;
        unit = _units[entry];
        return true;
    }

    private static IEnumerable<Entry> EntriesOf(Grant grant)
    {
        var paths = grant.Paths.Select(path => (PathPattern?)path).DefaultIfEmpty().ToList();
        var hosts =
            grant.Hosts.GroupBy(host => host.IsWildcard ? WildcardRank : ExactRank, (rank, hosts) => (rank, hosts.ToImmutableArray()))
                .DefaultIfEmpty((AnyHostRank, []));
        return hosts.SelectMany(_ => paths, (hosts, path) => new Entry(hosts.Item1, hosts.Item2, path));
    }

    private sealed record Entry(int Rank, ImmutableArray<HostPattern> Hosts, PathPattern? Path)
    {
        public Policy ToPolicy(int index) => new() { Name = $"{index}", Scope = new(Hosts, Path is null ? [] : [Path], []) };
    }
}

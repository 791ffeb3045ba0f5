using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Text;
using TokenAuthz.Signing.Requests;

namespace TokenAuthz.Engine.Policies;

/// <summary>
/// The policies of a listener in the order written, of which the first that covers a request decides it. Looked up by host
/// and first segment of the path, so that thousands cost what one does. Knows whether some policy lists paths or hosts, by
/// which a request that can be read in two ways may belong to another policy than the one that covers it. Immutable.
/// </summary>
internal sealed class PolicyTable
{
    private readonly ImmutableArray<Policy> _policies;
    private readonly FrozenDictionary<string, Policy> _byName;
    private readonly FrozenDictionary<string, PathIndex> _hosts;
    private readonly FrozenDictionary<string, PathIndex> _wildcards;
    private readonly PathIndex _anyHost;

    /// <summary>Indexes policies.</summary>
    /// <param name="policies">The policies in the order in which they are tried.</param>
    public PolicyTable(ImmutableArray<Policy> policies)
    {
        // Where none lists paths, the path decides nothing.
        if (policies.All(policy => policy.Scope.Paths.IsEmpty)) policies = [.. policies.Select(policy => policy.WhateverThePath())];
        _policies = policies;
        _byName = policies.ToFrozenDictionary(policy => policy.Name, StringComparer.Ordinal);
        _hosts = IndexHosts(isWildcard: false);
        _wildcards = IndexHosts(isWildcard: true);
        _anyHost = new(policies, [.. Enumerable.Range(0, policies.Length).Where(i => policies[i].Scope.Hosts.IsEmpty)]);
    }

    /// <summary>Finds a policy by its name, whatever it covers.</summary>
    public Policy? Find(string name) => _byName.GetValueOrDefault(name);

    /// <summary>
    /// Finds the first policy that covers a request; none where some policy lists hosts and the request has no host that
    /// can be read. Allocates nothing.
    /// </summary>
    public Policy? Find<TRequest>(ref TRequest request)
        where TRequest : struct, IRequestView
    {
        var found = int.MaxValue;
        var path = RequestPath.Of(request.Target);
        if (_hosts.Count > 0 || _wildcards.Count > 0)
        {
            if (!RequestHost.TryNormalize(request.Host, stackalloc char[RequestHost.MaxLength], out var host)) return null;
            if (_hosts.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(host, out var exact)) exact.Find(ref request, path, ref found);
            var parent = host[(host.IndexOf('.') + 1)..];
            if (parent.Length < host.Length - 1 && _wildcards.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(parent, out var wildcard)) wildcard.Find(ref request, path, ref found);
        }

        _anyHost.Find(ref request, path, ref found);
        return found == int.MaxValue ? null : _policies[found];
    }

    private FrozenDictionary<string, PathIndex> IndexHosts(bool isWildcard) =>
        _policies.Index()
            .SelectMany(policy => policy.Item.Scope.Hosts.Where(host => host.IsWildcard == isWildcard).Select(host => (host.Name, policy.Index)))
            .Distinct()
            .GroupBy(host => host.Name, host => host.Index, StringComparer.Ordinal)
            .ToFrozenDictionary(group => group.Key, group => new PathIndex(_policies, [.. group]), StringComparer.Ordinal);

    /// <summary>The policies of one host, by the first segment of the paths that they cover.</summary>
    private sealed class PathIndex
    {
        // Fewer are tried one by one sooner than they are looked up.
        private const int LeastToIndex = 8;

        private const int MaxSegmentLength = 128;

        private readonly ImmutableArray<Policy> _policies;
        private readonly FrozenDictionary<string, int[]>? _bySegment;
        private readonly int[] _others;

        public PathIndex(ImmutableArray<Policy> policies, int[] members)
        {
            _policies = policies;
            _others = members;
            if (members.Length < LeastToIndex) return;

            var segments = members.ToLookup(i => policies[i].Scope.FirstSegments is { } firsts && firsts.All(first => first.Length <= MaxSegmentLength));
            _others = [.. segments[false]];
            _bySegment = segments[true]
                .SelectMany(i => policies[i].Scope.FirstSegments!.Select(segment => (segment, i)))
                .GroupBy(entry => entry.segment, entry => entry.i, StringComparer.Ordinal)
                .ToFrozenDictionary(group => group.Key, group => group.ToArray(), StringComparer.Ordinal);
        }

        public void Find<TRequest>(ref TRequest request, ReadOnlySpan<byte> path, ref int found)
            where TRequest : struct, IRequestView
        {
            if (_bySegment is not null && TryGetSegment(path, stackalloc char[MaxSegmentLength], out var segment) && _bySegment.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(segment, out var members))
                Try(members, ref request, path, ref found);
            Try(_others, ref request, path, ref found);
        }

        private void Try<TRequest>(int[] members, ref TRequest request, ReadOnlySpan<byte> path, ref int found)
            where TRequest : struct, IRequestView
        {
            foreach (var member in members)
            {
                if (member >= found) return;
                if (!_policies[member].Covers(ref request, path)) continue;
                found = member;
                return;
            }
        }

        private static bool TryGetSegment(ReadOnlySpan<byte> path, Span<char> buffer, out ReadOnlySpan<char> segment)
        {
            segment = default;
            if (path.IsEmpty || path[0] != '/') return false;
            var rest = path[1..];
            var end = rest.IndexOf((byte)'/');
            if (end >= 0) rest = rest[..end];
            if (rest.Length > buffer.Length) return false;
            segment = buffer[..Encoding.Latin1.GetChars(rest, buffer)];
            return true;
        }
    }
}

using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using TokenAuthz.Signing.Requests;

namespace TokenAuthz.Engine.Policies;

/// <summary>
/// The policies of a listener in the order written; the first that matches a request decides it. Indexed by host and by first
/// segment of the path, so that a lookup among thousands costs what one among few does. Immutable.
/// </summary>
internal sealed class PolicyTable
{
    private readonly ImmutableArray<Policy> _policies;
    private readonly FrozenDictionary<string, Policy> _byName;
    private readonly FrozenDictionary<string, PathIndex> _hosts;
    private readonly FrozenDictionary<string, PathIndex> _wildcards;
    private readonly PathIndex _anyHost;

    // The first policy, if it matches every request and no policy lists hosts. Most listeners have one such policy.
    private readonly Policy? _only;

    /// <summary>Indexes policies.</summary>
    /// <param name="policies">The policies in the order in which they are tried.</param>
    /// <param name="mayBeWhateverPath">Whether no other policy of the listener is for some paths only.</param>
    public PolicyTable(ImmutableArray<Policy> policies, bool mayBeWhateverPath = true)
    {
        // Without a list of paths, an ambiguous path belongs to the same policy however the upstream reads it.
        if (mayBeWhateverPath && policies.All(policy => policy.Scope.Paths.IsEmpty))
            policies = [.. policies.Select(policy => policy.WhateverThePath())];
        _policies = policies;
        _byName = policies.ToFrozenDictionary(policy => policy.Name, StringComparer.Ordinal);
        _hosts = IndexHosts(isWildcard: false);
        _wildcards = IndexHosts(isWildcard: true);
        var isFirst = policies is [{ Scope.IsEverything: true, Action: not PolicyAction.Allow }, ..];
        _only = isFirst && _hosts.Count == 0 && _wildcards.Count == 0 ? policies[0] : null;
        _anyHost = new(policies, [.. Enumerable.Range(0, policies.Length).Where(i => policies[i].Scope.Hosts.IsEmpty)]);
    }

    /// <summary>Whether some policy lists hosts.</summary>
    public bool ListsHosts => _hosts.Count > 0 || _wildcards.Count > 0;

    /// <summary>The policy with a name, whether or not it matches the request.</summary>
    public Policy? ByName(string name) => _byName.GetValueOrDefault(name);

    /// <summary>
    /// The first policy that matches a request; null when none does, or when some policy lists hosts and the host of the request
    /// cannot be read. Allocates nothing.
    /// </summary>
    public Policy? Match<TRequest>(ref TRequest request)
        where TRequest : struct, IRequestView, allows ref struct
    {
        if (_only is not null) return _only;
        var path = RequestPath.Of(request.Target);
        if (!ListsHosts) return Match(ref request, path, host: default);
        return RequestHost.TryNormalize(request.Host, stackalloc char[RequestHost.MaxLength], out var host)
            ? Match(ref request, path, host)
            : null;
    }

    /// <summary>The first policy that matches a request; null when none does. Allocates nothing.</summary>
    /// <param name="request">The request.</param>
    /// <param name="path">Its path.</param>
    /// <param name="host">Its host, as <see cref="RequestHost"/> normalizes it; unused when no policy lists hosts.</param>
    public Policy? Match<TRequest>(ref TRequest request, ReadOnlySpan<byte> path, scoped ReadOnlySpan<char> host)
        where TRequest : struct, IRequestView, allows ref struct
    {
        if (_only is not null) return _only;
        var first = int.MaxValue;
        if (ListsHosts)
        {
            if (TryFind(_hosts, host, out var exact)) exact.Match(ref request, path, ref first);
            var parent = host[(host.IndexOf('.') + 1)..];
            if (parent.Length < host.Length - 1 && TryFind(_wildcards, parent, out var wildcard))
                wildcard.Match(ref request, path, ref first);
        }

        _anyHost.Match(ref request, path, ref first);
        return first == int.MaxValue ? null : _policies[first];
    }

    private static bool TryFind(
        FrozenDictionary<string, PathIndex> indexes, ReadOnlySpan<char> host, [NotNullWhen(true)] out PathIndex? index) =>
        indexes.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(host, out index);

    private FrozenDictionary<string, PathIndex> IndexHosts(bool isWildcard) =>
        _policies.Index()
            .SelectMany(policy => policy.Item.Scope.Hosts, (policy, host) => (Host: host, policy.Index))
            .Where(entry => entry.Host.IsWildcard == isWildcard)
            .Distinct()
            .GroupBy(entry => entry.Host.Name, entry => entry.Index, StringComparer.Ordinal)
            .ToFrozenDictionary(group => group.Key, group => new PathIndex(_policies, [.. group]), StringComparer.Ordinal);
}

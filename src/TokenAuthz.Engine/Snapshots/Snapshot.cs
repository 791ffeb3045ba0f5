using System.Collections.Frozen;
using System.Collections.Immutable;
using TokenAuthz.Engine.Policies;
using TokenAuthz.Signing.Keys;
using TokenAuthz.Signing.Requests;

namespace TokenAuthz.Engine.Snapshots;

/// <summary>Everything that a decision depends on, as it was configured at one time. Immutable.</summary>
public sealed class Snapshot
{
    private readonly FrozenDictionary<string, PolicyTable> _tables;

    internal Snapshot(ImmutableArray<Key> keys, ImmutableArray<Policy> policies, IReadOnlyDictionary<string, PolicyTable> tables, ImmutableArray<string> warnings)
    {
        Keys = keys;
        Policies = policies;
        Warnings = warnings;
        HasPathTokens = policies.Any(policy => policy.Scheme is { HasPathToken: true });
        _tables = tables.ToFrozenDictionary(StringComparer.Ordinal);
    }

    /// <summary>Every key, as it is written.</summary>
    public ImmutableArray<Key> Keys { get; }

    /// <summary>Every policy, in the order in which they are tried.</summary>
    public ImmutableArray<Policy> Policies { get; }

    /// <summary>What is to be said of a configuration that loads all the same, without any secret.</summary>
    public ImmutableArray<string> Warnings { get; }

    /// <summary>Whether some policy looks for a token in the path, so that a path must not be shown.</summary>
    public bool HasPathTokens { get; }

    /// <summary>Finds the first policy of a listener that covers a request; null when there is none, which is a deny.</summary>
    /// <param name="listener">The listener's name.</param>
    /// <param name="request">The request; by reference only to save a copy.</param>
    public Policy? Find<TRequest>(string listener, ref TRequest request)
        where TRequest : struct, IRequestView =>
        _tables.TryGetValue(listener, out var table) ? table.Find(ref request) : null;

    /// <summary>Finds a policy of a listener by its name, for hosts whose routes name it; null when there is none, which is a deny.</summary>
    /// <param name="listener">The listener's name.</param>
    /// <param name="policy">The policy's name.</param>
    public Policy? Find(string listener, string policy) =>
        _tables.TryGetValue(listener, out var table) ? table.Find(policy) : null;
}

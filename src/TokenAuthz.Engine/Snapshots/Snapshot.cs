using System.Collections.Immutable;
using TokenAuthz.Engine.Policies;
using TokenAuthz.Signing.Keys;
using TokenAuthz.Signing.Requests;

namespace TokenAuthz.Engine.Snapshots;

/// <summary>Everything that a decision depends on, as it was configured at one time. Immutable.</summary>
public sealed class Snapshot
{
    // A scan, because listeners are few, and hosts hand in the names that stand here.
    private readonly ImmutableArray<KeyValuePair<string, PolicyTable>> _tables;

    internal Snapshot(
        ImmutableArray<Key> keys,
        ImmutableArray<Policy> policies,
        IReadOnlyDictionary<string, PolicyTable> tables,
        OnAllowSettings onAllow,
        ImmutableArray<string> warnings)
    {
        (Keys, Policies, OnAllow, Warnings) = (keys, policies, onAllow, warnings);
        HasPathTokens = policies.Any(policy => policy.Accepts is { HasPathToken: true });
        ReadsHost = policies.Any(policy => policy.ReadsHost);
        ReadsMethod = policies.Any(policy => !policy.Scope.Methods.IsEmpty);
        _tables = [.. tables];
    }

    /// <summary>Every key, in the order written.</summary>
    public ImmutableArray<Key> Keys { get; }

    /// <summary>Every policy, in the order in which they are tried.</summary>
    public ImmutableArray<Policy> Policies { get; }

    /// <summary>What an allow tells the upstream.</summary>
    public OnAllowSettings OnAllow { get; }

    /// <summary>The warnings about a configuration that loads all the same; no secret is in them.</summary>
    public ImmutableArray<string> Warnings { get; }

    /// <summary>Whether some policy looks for a token in the path, so that no path may be logged.</summary>
    public bool HasPathTokens { get; }

    /// <summary>Whether a decision may depend on the host.</summary>
    internal bool ReadsHost { get; }

    /// <summary>Whether some policy lists methods.</summary>
    internal bool ReadsMethod { get; }

    /// <summary>The first policy of a listener that matches a request; null when none does, which is a deny.</summary>
    /// <param name="listener">The listener's name.</param>
    /// <param name="request">The request; by reference only to save a copy.</param>
    public Policy? Match<TRequest>(string listener, ref TRequest request)
        where TRequest : struct, IRequestView, allows ref struct =>
        TableOf(listener)?.Match(ref request);

    /// <summary>The policy of a listener by its name, whatever requests it matches; null when there is none, which is a deny.</summary>
    /// <param name="listener">The listener's name.</param>
    /// <param name="policy">The policy's name, which a gateway's route sets.</param>
    public Policy? ByName(string listener, string policy) =>
        TableOf(listener)?.ByName(policy);

    private PolicyTable? TableOf(string listener)
    {
        foreach (var (name, table) in _tables)
        {
            if (name == listener) return table;
        }

        return null;
    }
}

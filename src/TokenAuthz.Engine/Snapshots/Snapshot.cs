using System.Collections.Immutable;
using TokenAuthz.Engine.Policies;
using TokenAuthz.Engine.Units;
using TokenAuthz.Signing.Keys;
using TokenAuthz.Signing.Requests;

namespace TokenAuthz.Engine.Snapshots;

/// <summary>Everything that a decision depends on, as it was configured at one time. Immutable.</summary>
public sealed class Snapshot
{
    // A scan, because listeners are few, and hosts hand in the names that stand here.
    private readonly ImmutableArray<KeyValuePair<string, ListenerPolicies>> _listeners;

    private readonly ImmutableArray<string> _units;

    internal Snapshot(
        ImmutableArray<Key> keys,
        ImmutableArray<Policy> policies,
        IEnumerable<KeyValuePair<string, ListenerPolicies>> listeners,
        ImmutableArray<string> units,
        OnAllowSettings onAllow,
        ImmutableArray<string> warnings)
    {
        (Keys, Policies, OnAllow, Warnings) = (keys, policies, onAllow, warnings);
        _listeners = [.. listeners];
        _units = units;
        HasPathTokens = policies.Any(policy => policy.Accepts is { HasPathToken: true });
        ReadsHost = policies.Any(policy => policy.ReadsHost) || _listeners.Any(listener => listener.Value.ListsHosts);
        ReadsMethod = policies.Any(policy => !policy.Scope.Methods.IsEmpty);
    }

    /// <summary>Every key in the order written, the operator's before those of the units.</summary>
    public ImmutableArray<Key> Keys { get; }

    /// <summary>Every policy in the order written, the operator's before those of the units.</summary>
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

    /// <summary>The policy of a listener that decides a request; null when none does, which is a deny.</summary>
    /// <param name="listener">The listener's name.</param>
    /// <param name="request">The request; by reference only to save a copy.</param>
    public Policy? Match<TRequest>(string listener, ref TRequest request)
        where TRequest : struct, IRequestView, allows ref struct =>
        PoliciesOf(listener)?.Match(ref request);

    /// <summary>
    /// The policy of a listener by its name, whatever requests it matches; null when there is none, or when it is of a unit and the request
    /// is not of the unit's grant, which is a deny.
    /// </summary>
    /// <param name="listener">The listener's name.</param>
    /// <param name="policy">The policy's name, which a gateway's route sets.</param>
    /// <param name="request">The request; by reference only to save a copy.</param>
    public Policy? ByName<TRequest>(string listener, string policy, ref TRequest request)
        where TRequest : struct, IRequestView, allows ref struct =>
        PoliciesOf(listener)?.ByName(policy, ref request);

    /// <summary>The unit that would decide a request if it was in force; null when no policy is missing for that reason.</summary>
    /// <param name="listener">The listener's name.</param>
    /// <param name="request">The request; by reference only to save a copy.</param>
    public string? MissingUnitOf<TRequest>(string listener, ref TRequest request)
        where TRequest : struct, IRequestView, allows ref struct =>
        PoliciesOf(listener)?.MissingUnitOf(ref request) is { } unit ? _units[unit] : null;

    /// <summary>The same with the units in force.</summary>
    /// <param name="units">The units in the order of their grants; null for one that is not in force.</param>
    internal Snapshot With(ImmutableArray<Unit?> units)
    {
        if (units.IsEmpty) return this;
        var loaded = units.OfType<Unit>().ToList();
        return new(
            [.. Keys, .. loaded.SelectMany(unit => unit.Keys)],
            [.. Policies, .. loaded.SelectMany(unit => unit.Policies)],
            _listeners.Select(listener => KeyValuePair.Create(listener.Key, listener.Value.With(units))),
            _units,
            OnAllow,
            [.. Warnings, .. loaded.SelectMany(unit => unit.Warnings)]);
    }

    private ListenerPolicies? PoliciesOf(string listener)
    {
        foreach (var (name, policies) in _listeners)
        {
            if (name == listener) return policies;
        }

        return null;
    }
}

using System.Collections.Immutable;
using TokenAuthz.Engine.Configuration;
using TokenAuthz.Engine.Keys;
using TokenAuthz.Engine.Policies;
using TokenAuthz.Engine.Schemes;
using TokenAuthz.Engine.Units;

namespace TokenAuthz.Engine.Snapshots;

/// <summary>
/// Reads keys, schemes and policies once, and makes the snapshot by which listeners decide. Errors are reported to their section.
/// </summary>
internal sealed class SnapshotReader
{
    private readonly KeyRings _rings;
    private readonly KeyInspection _inspection;
    private readonly ImmutableArray<Policy> _policies;
    private readonly SchemeReader _schemes;
    private readonly SettingsSection _root;
    private readonly bool _isServed;

    /// <param name="root">The section that all settings stand in.</param>
    /// <param name="source">Says whether weak keys are refused.</param>
    /// <param name="files">Remembers the key files as they were read: a change of one is a reason to read again.</param>
    /// <param name="now">Tells which keys have ended.</param>
    public SnapshotReader(SettingsSection root, ConfigurationSource source, WatchedFiles files, DateTimeOffset now)
    {
        (_root, _isServed) = (root, source.IsServed);
        WeakKeys = WeakKeysIn(root, source);
        _inspection = new(WeakKeys);
        _rings = new(new KeyReader(root, new(files), _inspection, source.IsDevelopment, now).Read(), _inspection);
        _schemes = new(root);
        _policies = new PolicyReader(root, new(_schemes, _rings)).Read();
        Units = new GrantReader(root).Read();
    }

    /// <summary>What happens to keys that can be guessed.</summary>
    public WeakKeys WeakKeys { get; }

    /// <summary>The units that are granted requests.</summary>
    public GrantedUnits Units { get; }

    /// <summary>Reports the policies that listeners name and cannot serve, and the listeners that grants name and are not there.</summary>
    public void Check(ImmutableArray<ListenerBinding> listeners)
    {
        foreach (var listener in listeners) ServedBy(listener);
        CheckGrants(listeners);
    }

    /// <summary>Makes the snapshot of some listeners, in which no unit is in force.</summary>
    public Snapshot Bind(ImmutableArray<ListenerBinding> listeners, OnAllowSettings onAllow)
    {
        CheckGrants(listeners);
        return new(
            _rings.Keys,
            _policies,
            listeners.ToDictionary(listener => listener.Name, PoliciesOf, StringComparer.Ordinal),
            [.. Units.Grants.Select(grant => grant.Unit)],
            onAllow,
            [
                .. _inspection.Warnings,
                .. onAllow.RemoveToken ? listeners.SelectMany(KeptTokens) : [],
                .. _isServed ? Doubts(listeners) : [],
            ]);
    }

    // Not for a command that makes or explains one token, which needs its key only.
    private IEnumerable<string> Doubts(ImmutableArray<ListenerBinding> listeners) =>
    [
        .. _rings.Warnings,
        .. _schemes.Unused.Select(name => $"scheme {name}: no policy uses it: name it in the Scheme of a policy, or remove it"),
        .. new PolicyWarnings(
            _policies, [.. listeners.Select(listener => (listener.CanAnswer, _policies.Where(listener.Names).ToImmutableArray()))]).All,
    ];

    private IEnumerable<string> KeptTokens(ListenerBinding listener) => listener.CanChangeTarget
        ? []
        : _policies.Where(policy => listener.Names(policy) && policy.Accepts is { Removal.HasParameters: true }).Select(policy =>
            $"OnAllow:RemoveToken leaves the token of the policy {policy.Name} in the query of requests to the listener {listener.Name}, "
            + "whose gateway changes no target: have Envoy ask by gRPC, or use the module");

    private ListenerPolicies PoliciesOf(ListenerBinding listener) => new(
        ServedBy(listener),
        [.. Units.Grants.Index().Where(row => row.Item.Includes(listener.Name)).Select(row => (row.Item, row.Index))],
        listener.CanAnswer);

    private void CheckGrants(ImmutableArray<ListenerBinding> listeners)
    {
        string[] names = [.. listeners.Select(listener => listener.Name)];
        foreach (var grant in Units.Grants)
        {
            foreach (var unknown in grant.Listeners.Except(names))
            {
                _root.RejectWithoutValue(
                    $"{UnitSettings.Grants.Path}:{grant.Unit}:{UnitSettings.Listeners.Path}",
                    $"there is no listener {unknown}; {Suggestion.For(unknown, names)}write one of {string.Join(", ", names)}");
            }
        }

        foreach (var key in _rings.Keys.Where(
            key => Units.Grants.Any(grant => key.Id.StartsWith($"{grant.Unit}/", StringComparison.Ordinal))))
        {
            _root.RejectWithoutValue(
                KeySettings.Keys,
                $"the id of the key {key.Id} begins as those of a unit's keys do in metrics and logs: give it another one");
        }
    }

    /// <summary>What happens to keys that can be guessed, as the configuration says.</summary>
    public static WeakKeys WeakKeysIn(SettingsSection root, ConfigurationSource source)
    {
        if (root.Read(KeySettings.AllowWeakKeys) || source.IsDevelopment) return WeakKeys.Allow;
        return source.IsServed ? WeakKeys.Refuse : WeakKeys.Warn;
    }

    private ImmutableArray<Policy> ServedBy(ListenerBinding listener)
    {
        foreach (var unknown in listener.Policies.Where(name => !_policies.Any(policy => policy.Name == name)))
        {
            var suggestion = Suggestion.For(unknown, [.. _policies.Select(policy => policy.Name)]);
            Reject($"there is no policy {unknown}, which the listener {listener.Name} serves; "
                + $"{suggestion}it has to be in TokenAuthz:Policies");
        }

        var served = _policies.Where(listener.Names).ToImmutableArray();
        foreach (var obstacle in served.SelectMany(policy => listener.ObstaclesTo(policy, "list the policies that the listener can serve")))
            Reject(obstacle);

        return
        [
            .. served.DistinctBy(policy => policy.Name, StringComparer.Ordinal)
                .Select(policy => listener.CanAnswer ? policy : policy.WithoutAnswers()),
        ];

        void Reject(string message) => listener.Settings.RejectWithoutValue("Policies", message);
    }
}

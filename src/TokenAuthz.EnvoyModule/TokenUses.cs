using TokenAuthz.Engine.Checks;
using TokenAuthz.Engine.Policies;
using TokenAuthz.Engine.Snapshots;
using TokenAuthz.Signing.Keys;
using TokenAuthz.Signing.Verifying;

namespace TokenAuthz.EnvoyModule;

/// <summary>Counts which keys and which of several schemes allowed requests.</summary>
internal sealed class TokenUses
{
    private readonly Uses<Key, string> _keys = new();
    private readonly Uses<AcceptedScheme, (string Policy, string Scheme)> _schemes = new();

    /// <summary>Counts a decision.</summary>
    public void Count(in Decision decision)
    {
        if (decision.Key is not { } key) return;
        _keys.Count(key, key.Name);
        if (decision.Policy is { Accepts.All.Length: > 1 } several) _schemes.Count(decision.Scheme!, (several.Name, decision.Scheme!.Name));
    }

    /// <summary>Takes the uses of keys since the last call, by their ids.</summary>
    public IEnumerable<(string Name, ulong Uses)> TakeKeys(Snapshot snapshot) => _keys.TakeNew(snapshot.Keys.Select(key => key.Name));

    /// <summary>Takes the uses of schemes since the last call, by the policy and the scheme.</summary>
    public IEnumerable<((string Policy, string Scheme) Labels, ulong Uses)> TakeSchemes(Snapshot snapshot) =>
        _schemes.TakeNew(snapshot.Policies.SelectMany(LabelsOf));

    private static IEnumerable<(string Policy, string Scheme)> LabelsOf(Policy policy) =>
        policy.Accepts is { All.Length: > 1 } several ? several.All.Select(scheme => (policy.Name, scheme.Name)) : [];
}

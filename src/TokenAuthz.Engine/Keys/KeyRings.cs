using System.Collections.Immutable;
using TokenAuthz.Engine.Configuration;
using TokenAuthz.Signing.Keys;
using TokenAuthz.Signing.Schemes;

namespace TokenAuthz.Engine.Keys;

/// <summary>Makes rings of the configured keys: all or some, read for a scheme. Rings are cached by scheme and ids.</summary>
internal sealed class KeyRings(ImmutableArray<ConfiguredKey> keys, KeyInspection inspection)
{
    // Of a policy.
    private const string KeysSetting = "Keys";

    private const string Advice = "; or list the keys of this policy, without this one";

    private readonly ILookup<string, ConfiguredKey> _byName = keys
        .SelectMany(key => new[] { key.Id, key.Entry }.Distinct().Select(name => (Name: name, Key: key)))
        .ToLookup(row => row.Name, row => row.Key, StringComparer.Ordinal);

    private readonly Dictionary<(Scheme, string), KeyRing> _rings = [];
    private readonly Dictionary<ConfiguredKey, Key> _read = new(ReferenceEqualityComparer.Instance);

    /// <summary>Every key in the order written, as the schemes that use it have read it.</summary>
    public ImmutableArray<Key> Keys =>
    [
        .. keys.Select(key => _read.TryGetValue(key, out var read) ? read : new(key.Id, key.Material ?? new SharedSecret(key.Text))),
    ];

    /// <summary>Finds or makes the ring of a policy, or reports errors and gives null.</summary>
    /// <param name="policy">The policy, to which errors are reported at its setting <c>Keys</c>.</param>
    /// <param name="ids">The ids of keys and of sets that the policy lists; every key when it lists none.</param>
    /// <param name="scheme">The policy's scheme.</param>
    public KeyRing? For(SettingsSection policy, ImmutableArray<string> ids, Scheme scheme)
    {
        if (keys.IsEmpty) return null;
        var name = (scheme, string.Join(' ', ids));
        if (_rings.TryGetValue(name, out var ring)) return ring;

        ImmutableArray<ConfiguredKey> chosen = ids.IsEmpty ? keys : [.. ids.SelectMany(id => Find(policy, id)).Distinct()];
        var failed = !ids.All(_byName.Contains);
        var used = ImmutableArray.CreateBuilder<Key>();
        var skipped = new List<string>();
        foreach (var key in chosen)
        {
            if (WhyUnused(key, scheme, out var read) is not { } reason) used.Add(read!);
            else if (key.IsOfSet) skipped.Add(reason);
            else failed |= Reject(policy, reason);
        }

        foreach (var reason in skipped) inspection.Warn($"for {scheme.Name}", $"left out of its set: {reason}");
        if (used.Count == 0 && !failed) failed = Reject(policy, string.Join("; ", skipped));
        return failed ? null : _rings[name] = new(used.ToImmutable());
    }

    private IEnumerable<ConfiguredKey> Find(SettingsSection policy, string id)
    {
        if (_byName.Contains(id)) return _byName[id];
        var suggestion = Suggestion.For(id, [.. _byName.Select(named => named.Key)]);
        Reject(policy, $"there is no key {id}; {suggestion}it has to be in TokenAuthz:Keys");
        return [];
    }

    private string? WhyUnused(ConfiguredKey configured, Scheme scheme, out Key? key)
    {
        key = null;
        try
        {
            var material = configured.Material
                ?? scheme.ReadKey(configured.Text, configured.Algorithm, inspection.AllowsShortRsa);
            key = _read[configured] = configured.With(material);
        }
        catch (KeyFormatException e)
        {
            return $"the key {configured.Id}: {e.Message}{Advice}";
        }

        if (scheme.WhyRefused(key) is { } reason) return reason + Advice;
        if (key.Material is not SharedSecret secret) return null;

        // A long text may be the encoding of a well-known word.
        var encoding = scheme.Definition.KeyEncoding;
        if (configured.Material is null && encoding is not KeyEncoding.Text && inspection.WhyRefused(key.Id, secret.Bytes) is { } weak)
            return $"the key {key.Id} is written in {encoding}, and {weak}";
        inspection.WarnIfShort(key.Id, secret.Bytes);
        return null;
    }

    private static bool Reject(SettingsSection policy, string message)
    {
        policy.RejectWithoutValue(KeysSetting, message);
        return true;
    }
}

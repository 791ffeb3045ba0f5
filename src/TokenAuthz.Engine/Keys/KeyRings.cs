using System.Collections.Immutable;
using TokenAuthz.Engine.Configuration;
using TokenAuthz.Signing.Keys;
using TokenAuthz.Signing.Schemes;
using TokenAuthz.Signing.Verifying;

namespace TokenAuthz.Engine.Keys;

/// <summary>Makes rings of the configured keys: all or some, read for a scheme. Rings are cached by scheme and ids.</summary>
internal sealed class KeyRings(ImmutableArray<ConfiguredKey> keys, KeyInspection inspection, string owner = "")
{
    // Of a policy.
    private const string KeysSetting = "Keys";

    private const string Advice = "; or list the keys of this policy, without this one";

    private readonly ILookup<string, ConfiguredKey> _byName = keys
        .SelectMany(key => new[] { key.Id, key.Entry }.Distinct().Select(name => (Name: name, Key: key)))
        .ToLookup(row => row.Name, row => row.Key, StringComparer.Ordinal);

    private readonly Dictionary<(Scheme, string), SchemeKeys> _rings = [];
    private readonly Dictionary<ConfiguredKey, Key> _read = new(ReferenceEqualityComparer.Instance);

    /// <summary>Every key in the order written, as the schemes that use it have read it.</summary>
    public ImmutableArray<Key> Keys =>
    [
        .. keys.Select(
            key => _read.TryGetValue(key, out var read) ? read : new(key.Id, key.Material ?? new SharedSecret(key.Text), owner: owner)),
    ];

    /// <summary>The doubts about keys that are known once every policy is read.</summary>
    public IEnumerable<string> Warnings =>
    [
        .. keys.Where(key => _rings.Count > 0 && !key.IsOfSet && !_read.ContainsKey(key)).Select(key =>
            $"key {key.Id}: no policy uses it, so that its tokens open nothing: list it in the Keys of a policy, or remove it"),
        .. keys.GroupBy(key => key.Text64, StringComparer.Ordinal).SelectMany(same => same.Skip(1).Where(key => key.Id != same.First().Id)
            .Select(key =>
                $"key {key.Id}: it is the same key as {same.First().Id}, so " +
                    "that whoever has one has both: give each its own (openssl rand " +
                    "-hex 32)")),
    ];

    /// <summary>Finds or makes the rings of a policy's schemes, or reports errors and gives null.</summary>
    /// <param name="policy">The policy, to which errors are reported at its setting <c>Keys</c>.</param>
    /// <param name="ids">The ids of keys and of sets that the policy lists; every key when it lists none.</param>
    /// <param name="schemes">The policy's schemes. Each takes the keys that fit it, and every key has to fit one.</param>
    public AcceptedSchemes? For(SettingsSection policy, ImmutableArray<string> ids, ImmutableArray<Scheme> schemes)
    {
        if (keys.IsEmpty) return null;
        var failed = false;
        foreach (var id in ids.Where(id => !_byName.Contains(id)))
        {
            var suggestion = Suggestion.For(id, [.. _byName.Select(named => named.Key)]);
            failed |= Reject(policy, $"there is no key {id}; {suggestion}it has to be in TokenAuthz:Keys");
        }

        var rings = schemes.Select(scheme => RingOf(scheme, ids)).ToList();
        foreach (var key in rings[0].Unused.Keys)
        {
            if (rings.Exists(ring => !ring.Unused.ContainsKey(key))) continue;
            var reason = string.Join("; ", rings.Select(ring => ring.Unused[key]));
            if (!key.IsOfSet) failed |= Reject(policy, reason);
            else inspection.Warn($"for {string.Join(", ", schemes.Select(scheme => scheme.Name))}", $"left out of its set: {reason}");
        }

        if (failed) return null;
        foreach (var (scheme, ring) in schemes.Zip(rings).Where(row => row.Second.Ring is null))
            failed |= Reject(policy, $"no key fits the scheme {scheme.Name}: {string.Join("; ", ring.Unused.Values)}");
        return failed ? null : new([.. schemes.Zip(rings, (scheme, ring) => new AcceptedScheme(scheme, ring.Ring!))]);
    }

    private SchemeKeys RingOf(Scheme scheme, ImmutableArray<string> ids)
    {
        var name = (scheme, string.Join(' ', ids));
        if (_rings.TryGetValue(name, out var known)) return known;
        var used = ImmutableArray.CreateBuilder<Key>();
        var unused = new Dictionary<ConfiguredKey, string>(ReferenceEqualityComparer.Instance);
        foreach (var key in ids.IsEmpty ? keys : [.. ids.SelectMany(id => _byName[id]).Distinct()])
        {
            if (WhyUnused(key, scheme, out var read) is { } reason) unused[key] = reason;
            else used.Add(read!);
        }

        return _rings[name] = new(used.Count == 0 ? null : new(used.ToImmutable()), unused);
    }

    private string? WhyUnused(ConfiguredKey configured, Scheme scheme, out Key? key)
    {
        key = null;
        try
        {
            var material = configured.Material
                ?? scheme.ReadKey(configured.Text, configured.Algorithm, inspection.AllowsShortRsa);
            key = _read[configured] = configured.With(material, owner);
        }
        catch (KeyFormatException e)
        {
            return $"the key {configured.Id}: {e.Message}{Advice}";
        }

        if (scheme.WhyRefused(key) is { } reason) return reason + Advice;

        // A key whose id cannot be written in a token can neither sign nor be found.
        if (!scheme.CanName(key.Id, out var obstacle))
            return $"a token of the scheme {scheme.Name} cannot name the key {key.Id}, because of '{obstacle}': rename the key{Advice}";
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

    /// <summary>The keys that a scheme uses, null for none, and why it does not use the others.</summary>
    private sealed record SchemeKeys(KeyRing? Ring, IReadOnlyDictionary<ConfiguredKey, string> Unused);
}

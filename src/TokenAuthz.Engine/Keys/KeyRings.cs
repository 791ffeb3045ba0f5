using System.Collections.Immutable;
using TokenAuthz.Engine.Configuration;
using TokenAuthz.Signing.Keys;

namespace TokenAuthz.Engine.Keys;

/// <summary>Makes rings of the configured keys: all or some, decoded for a scheme. Rings are cached by encoding and ids.</summary>
internal sealed class KeyRings(ImmutableArray<Key> keys, KeyInspection inspection)
{
    // Of a policy.
    private const string KeysSetting = "Keys";

    private readonly Dictionary<string, Key> _byId = keys.ToDictionary(key => key.Id, StringComparer.Ordinal);
    private readonly Dictionary<(KeyEncoding, string), KeyRing> _rings = [];

    /// <summary>Finds or makes the ring of a policy, or reports errors and gives null.</summary>
    /// <param name="policy">The policy, to which errors are reported at its setting <c>Keys</c>.</param>
    /// <param name="ids">The ids that the policy lists; every key when it lists none.</param>
    /// <param name="encoding">How the scheme's keys are written.</param>
    public KeyRing? For(SettingsSection policy, ImmutableArray<string> ids, KeyEncoding encoding)
    {
        if (keys.IsEmpty) return null;
        var name = (encoding, string.Join(',', ids));
        if (_rings.TryGetValue(name, out var ring)) return ring;

        var chosen = ids.IsEmpty ? keys : [.. ids.Select(id => Find(policy, id)).OfType<Key>().Distinct()];
        var decoded = chosen.Select(key => Decode(policy, key, encoding)).OfType<Key>().ToImmutableArray();
        if (decoded.IsEmpty || decoded.Length != chosen.Length || (!ids.IsEmpty && chosen.Length != ids.Length)) return null;
        return _rings[name] = new(decoded);
    }

    private Key? Find(SettingsSection policy, string id)
    {
        if (_byId.TryGetValue(id, out var key)) return key;
        var suggestion = Suggestion.For(id, [.. _byId.Keys]);
        policy.RejectWithoutValue(KeysSetting, $"there is no key {id}; {suggestion}it has to be in TokenAuthz:Keys");
        return null;
    }

    private Key? Decode(SettingsSection policy, Key key, KeyEncoding encoding)
    {
        var decoded = encoding is KeyEncoding.Text ? key : DecodeAs(policy, key, encoding);
        if (decoded is not null) inspection.WarnIfShort(decoded.Id, decoded.Secret);
        return decoded;
    }

    private Key? DecodeAs(SettingsSection policy, Key key, KeyEncoding encoding)
    {
        if (!encoding.TryDecode(key.Secret, out var secret) || secret.Length == 0)
        {
            return Refuse(
                $"the key {key.Id} is not written in {encoding}, as the scheme's keys are: list the keys of this policy, or set the " +
                    "scheme's KeyEncoding");
        }

        // A long text may be the encoding of a well-known word.
        return inspection.WhyRefused(key.Id, secret) is { } reason
            ? Refuse($"the key {key.Id} is written in {encoding}, and {reason}")
            : new(key.Id, new SharedSecret(secret), key.Algorithm, key.NotBefore, key.NotAfter);

        Key? Refuse(string message)
        {
            policy.RejectWithoutValue(KeysSetting, message);
            return null;
        }
    }
}

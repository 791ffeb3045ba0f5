using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace TokenAuthz.Signing.Keys;

/// <summary>The keys of a policy, in the order in which a check tries them. Immutable.</summary>
public sealed class KeyRing
{
    private readonly FrozenDictionary<string, ImmutableArray<Key>> _byId;

    /// <summary>Makes a ring.</summary>
    /// <param name="keys">One key or more, the one to sign with first. Several may have one id, while one replaces the other.</param>
    /// <exception cref="ArgumentException">There is no key.</exception>
    public KeyRing(ImmutableArray<Key> keys)
    {
        if (keys.IsDefaultOrEmpty) throw new ArgumentException("A key ring needs at least one key.", nameof(keys));
        _byId = keys
            .GroupBy(key => key.Id, StringComparer.Ordinal)
            .ToFrozenDictionary(group => group.Key, group => group.ToImmutableArray(), StringComparer.Ordinal);
        Keys = keys;
        NeedTime = keys.Any(key => key.NotBefore is not null || key.NotAfter is not null);
    }

    /// <summary>The keys, in the order in which a check tries them.</summary>
    public ImmutableArray<Key> Keys { get; }

    /// <summary>Whether a key begins or ends.</summary>
    internal bool NeedTime { get; }

    /// <summary>Finds the keys that a token names. Allocates nothing.</summary>
    /// <param name="id">The id as it is in the token.</param>
    /// <param name="keys">One key or more, in the order in which a check tries them.</param>
    public bool TryFind(ReadOnlySpan<byte> id, out ImmutableArray<Key> keys)
    {
        Span<char> text = stackalloc char[Key.MaxIdLength];
        keys = [];
        if (id.Length > text.Length) return false;
        text = text[..Encoding.Latin1.GetChars(id, text)];
        return _byId.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(text, out keys);
    }

    /// <summary>Finds the key to sign with: the first that can sign and is valid at an instant.</summary>
    public bool TryGetSigningKey(DateTimeOffset now, [NotNullWhen(true)] out Key? key)
    {
        key = Keys.FirstOrDefault(candidate => candidate.Material.CanSign && candidate.IsValidAt(now));
        return key is not null;
    }
}

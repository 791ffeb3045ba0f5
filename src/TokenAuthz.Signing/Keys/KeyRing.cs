using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace TokenAuthz.Signing.Keys;

/// <summary>The keys of a policy, in the order in which a check tries them. Immutable.</summary>
public sealed class KeyRing
{
    private readonly FrozenDictionary<string, Key> _byId;

    /// <summary>Makes a ring.</summary>
    /// <param name="keys">One key or more, the one to sign with first.</param>
    /// <exception cref="ArgumentException">There is no key, or two have the same id.</exception>
    public KeyRing(ImmutableArray<Key> keys)
    {
        if (keys.IsDefaultOrEmpty) throw new ArgumentException("A key ring needs at least one key.", nameof(keys));
        _byId = keys.DistinctBy(key => key.Id, StringComparer.Ordinal).ToFrozenDictionary(key => key.Id, StringComparer.Ordinal);
        if (_byId.Count != keys.Length) throw new ArgumentException("Two keys have the same id.", nameof(keys));

        Keys = keys;
    }

    /// <summary>The keys, in the order in which a check tries them.</summary>
    public ImmutableArray<Key> Keys { get; }

    /// <summary>Finds the key that a token names. Allocates nothing.</summary>
    public bool TryFind(ReadOnlySpan<byte> id, [NotNullWhen(true)] out Key? key)
    {
        Span<char> text = stackalloc char[Key.MaxIdLength];
        key = null;
        if (id.Length > text.Length) return false;
        text = text[..Encoding.Latin1.GetChars(id, text)];
        return _byId.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(text, out key);
    }

    /// <summary>Finds the key to sign with: the first that is valid at an instant.</summary>
    public bool TryGetSigningKey(DateTimeOffset now, [NotNullWhen(true)] out Key? key)
    {
        key = Keys.FirstOrDefault(candidate => candidate.IsValidAt(now));
        return key is not null;
    }
}

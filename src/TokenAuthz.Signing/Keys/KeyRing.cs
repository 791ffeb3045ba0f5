using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;

namespace TokenAuthz.Signing.Keys;

/// <summary>The keys that hold side by side, in the order in which they are tried. Immutable.</summary>
public sealed class KeyRing
{
    /// <summary>Makes a ring.</summary>
    /// <param name="keys">One key or more, the one that signs first.</param>
    /// <exception cref="ArgumentException">There is no key, or two have the same id.</exception>
    public KeyRing(ImmutableArray<Key> keys)
    {
        if (keys.IsDefaultOrEmpty) throw new ArgumentException("A key ring needs at least one key.", nameof(keys));
        if (keys.DistinctBy(key => key.Id, StringComparer.Ordinal).Count() != keys.Length)
            throw new ArgumentException("Two keys have the same id.", nameof(keys));

        Keys = keys;
    }

    /// <summary>The keys, in the order in which they are tried.</summary>
    public ImmutableArray<Key> Keys { get; }

    /// <summary>Finds the key to sign with: the first that holds at an instant.</summary>
    public bool TryGetSigningKey(DateTimeOffset now, [NotNullWhen(true)] out Key? key)
    {
        key = Keys.FirstOrDefault(candidate => candidate.IsValidAt(now));
        return key is not null;
    }
}

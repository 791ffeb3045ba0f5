namespace TokenAuthz.Signing.Keys;

/// <summary>
/// A bounded cache of what was computed with a key from some texts. An entry holds the texts themselves, so that no two can be taken
/// for each other, and the key itself, so that an entry ends with its key. Safe to share.
/// </summary>
/// <param name="sets">A power of two: the cache has four times as many entries.</param>
/// <typeparam name="T">The computed value.</typeparam>
internal sealed class KeyedCache<T>(int sets)
    where T : class
{
    /// <summary>The longest texts in bytes that are kept, both together.</summary>
    public const int MaxSize = 4096;

    private const int Ways = 4;
    private const int HashedSize = 64;

    private readonly Entry?[] _entries = new Entry?[sets * Ways];

    /// <summary>Finds a value; null when it is not, or no longer, in the cache. Allocates nothing.</summary>
    public T? Find(Key key, scoped ReadOnlySpan<byte> first, scoped ReadOnlySpan<byte> second)
    {
        var hash = Hash(first, second);
        foreach (ref var slot in SetOf(hash))
        {
            if (Volatile.Read(ref slot) is { } entry && entry.IsOf(key, hash, first, second)) return entry.Value;
        }

        return null;
    }

    /// <summary>Keeps a value in place of another one, unless its texts are too long.</summary>
    public void Add(Key key, scoped ReadOnlySpan<byte> first, scoped ReadOnlySpan<byte> second, T value)
    {
        if (first.Length + second.Length > MaxSize) return;
        var hash = Hash(first, second);
        var set = SetOf(hash);
        var slot = set.IndexOf((Entry?)null);

        // The high bits of the hash are a choice that no sender foresees, because the process has a seed of its own.
        if (slot < 0) slot = (int)((uint)hash >> 30) % Ways;
        Volatile.Write(ref set[slot], new(key, hash, [.. first, .. second], first.Length, value));
    }

    private Span<Entry?> SetOf(int hash) => _entries.AsSpan((hash & (sets - 1)) * Ways, Ways);

    // Of the ends alone, because the last bytes of two signatures differ: to hash a JWT as a whole takes longer than to compare it.
    private static int Hash(scoped ReadOnlySpan<byte> first, scoped ReadOnlySpan<byte> second)
    {
        var hash = default(HashCode);
        hash.AddBytes(first[^Math.Min(first.Length, HashedSize)..]);
        hash.AddBytes(second[^Math.Min(second.Length, HashedSize)..]);
        return hash.ToHashCode();
    }

    private sealed record Entry(Key Key, int Hash, byte[] Texts, int FirstLength, T Value)
    {
        public bool IsOf(Key key, int hash, scoped ReadOnlySpan<byte> first, scoped ReadOnlySpan<byte> second) =>
            hash == Hash
            && ReferenceEquals(key, Key)
            && first.SequenceEqual(Texts.AsSpan(0, FirstLength))
            && second.SequenceEqual(Texts.AsSpan(FirstLength));
    }
}

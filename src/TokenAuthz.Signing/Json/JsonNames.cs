using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;

namespace TokenAuthz.Signing.Json;

/// <summary>
/// The names of the objects that are open while JSON is read, to find a name that an object has twice: readers differ in which of
/// the two counts. Names are kept as 64-bit hashes. A client that finds two names of one hash gets its own token denied.
/// </summary>
internal struct JsonNames
{
    /// <summary>The most names that all open objects may have together.</summary>
    private const int MaxCount = 256;

    // The longest name that may be written with escapes.
    private const int MaxEscaped = 256;

    private Hashes _hashes;
    private Scratch _scratch;

    /// <summary>How many names there are.</summary>
    public int Count { readonly get; private set; }

    /// <summary>Takes the name of a member of the innermost object.</summary>
    /// <param name="json">The JSON.</param>
    /// <param name="first">How many names there were before the object began.</param>
    /// <param name="name">The name, decoded, until the next call.</param>
    /// <returns>False when there is no name, the object has it already, or there are too many.</returns>
    [UnscopedRef]
    public bool TryTake(scoped ref JsonScanner json, int first, out ReadOnlySpan<byte> name)
    {
        name = default;
        if (!json.TryTakeString(out var content, out var isEscaped) || (isEscaped && content.Length > MaxEscaped)) return false;
        var length = isEscaped ? JsonEscapes.Decode(content, _scratch) : 0;
        name = isEscaped ? _scratch[..length] : content;
        return TryAdd(name, first);
    }

    private bool TryAdd(scoped ReadOnlySpan<byte> name, int first)
    {
        var hash = HashOf(name);
        if (Count == MaxCount || _hashes[first..Count].Contains(hash)) return false;
        _hashes[Count++] = hash;
        return true;
    }

    /// <summary>Forgets the names of the innermost object.</summary>
    public void End(int first) => Count = first;

    // FNV-1a.
    private static ulong HashOf(scoped ReadOnlySpan<byte> name)
    {
        var hash = 0xcbf29ce484222325;
        foreach (var value in name) hash = unchecked((hash ^ value) * 0x100000001b3);
        return hash;
    }

    [InlineArray(MaxCount)]
    private struct Hashes
    {
        private ulong _first;
    }

    [InlineArray(MaxEscaped)]
    private struct Scratch
    {
        private byte _first;
    }
}

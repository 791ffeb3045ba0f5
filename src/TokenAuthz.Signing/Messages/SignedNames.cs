using System.Text;
using TokenAuthz.Signing.Requests;

namespace TokenAuthz.Signing.Messages;

/// <summary>The headers that a signature covers, as its token lists them: <c>date @request-target</c>, or <c>User-Agent;x-a</c>.</summary>
/// <param name="list">The list.</param>
/// <param name="separator">The byte between two names.</param>
internal readonly ref struct SignedNames(ReadOnlySpan<byte> list, byte separator)
{
    // Each name is looked up in the request, so that their number has to be bounded.
    private const int MaxCount = 64;
    private const int MaxNameLength = 64;

    private readonly ReadOnlySpan<byte> _list = list;
    private readonly byte _separator = separator;

    /// <summary>Takes the first name off a list.</summary>
    /// <param name="rest">The list; receives the rest of it.</param>
    /// <param name="separator">The byte between two names.</param>
    /// <returns>The name; empty for a list that is ill-formed.</returns>
    public static ReadOnlySpan<byte> Take(ref ReadOnlySpan<byte> rest, byte separator)
    {
        var end = rest.IndexOf(separator);
        var name = end < 0 ? rest : rest[..end];
        rest = end < 0 ? default : rest[(end + 1)..];
        return name;
    }

    /// <summary>Whether the list is short enough, and no name of it is empty.</summary>
    public bool IsWellFormed
    {
        get
        {
            var count = 0;
            var rest = _list;
            if (rest.IsEmpty || rest[^1] == _separator) return false;
            for (; !rest.IsEmpty; count++)
            {
                if (count == MaxCount || Take(ref rest, _separator) is not { Length: > 0 and <= MaxNameLength }) return false;
            }

            return true;
        }
    }

    /// <summary>Whether a name is in the list, in any case.</summary>
    public bool Contains(ReadOnlySpan<byte> name)
    {
        for (var rest = _list; !rest.IsEmpty;)
        {
            if (Ascii.EqualsIgnoreCase(Take(ref rest, _separator), name)) return true;
        }

        return false;
    }

    /// <summary>Finds the header of a name in any case; null for a name that no header has.</summary>
    public static HeaderName? HeaderOf(ReadOnlySpan<byte> name)
    {
        Span<byte> lower = stackalloc byte[MaxNameLength];
        return name.Length <= lower.Length
            && Ascii.ToLower(name, lower, out var length) is System.Buffers.OperationStatus.Done
            && HeaderName.TryGet(lower[..length], out var header)
            ? header
            : null;
    }
}

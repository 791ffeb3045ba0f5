using System.Buffers;
using System.Collections.Immutable;
using System.Text;
using TokenAuthz.Signing.Requests;
using TokenAuthz.Signing.Tokens;

namespace TokenAuthz.Signing.Messages;

/// <summary>
/// Takes parameters out of a query that anybody may add to a signed URL, so that the rest is verified byte for byte. A parameter stays,
/// and has to be signed, if some program could read another parameter out of it.
/// </summary>
/// <param name="names">The names, each in full or, with a <c>*</c> at its end, its beginning.</param>
internal sealed class IgnoredParameters(ImmutableArray<string> names)
{
    /// <summary>The most names.</summary>
    public const int MaxNames = 64;

    // A shorter beginning would be that of parameters that the application reads.
    private const int MinPrefix = 2;

    // Not: separators in HTML 4 (;) and of a second query (?), the begin of a fragment, what programs take for a slash, and quotes.
    private static readonly SearchValues<byte> ValueBytes = SearchValues.Create(
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~!$'()*+,:@/=%[]{}|^`"u8);

    private readonly ImmutableArray<(byte[] Text, bool IsPrefix)> _names =
        [.. names.Select(name => (Encoding.ASCII.GetBytes(name.TrimEnd('*')), name.EndsWith('*')))];

    /// <summary>Reads the names.</summary>
    /// <exception cref="FormatException">A text is no name.</exception>
    public static IgnoredParameters Parse(ImmutableArray<string> names)
    {
        if (names.Length > MaxNames) throw new FormatException($"there are {names.Length} names: list at most {MaxNames}");
        foreach (var name in names)
        {
            var isPrefix = name.EndsWith('*');
            var text = isPrefix ? name[..^1] : name;
            if (text.Length < (isPrefix ? MinPrefix : 1) || !text.All(c => c < 0x80 && PercentEncoding.IsUnreserved((byte)c)))
            {
                throw new FormatException(
                    $"'{name}' is no name: write letters, digits and -._~, such " +
                        $"as fbclid, or at least {MinPrefix} of them and a star for " +
                        "every name that begins so, such as utm_*");
            }
        }

        return new(names);
    }

    /// <summary>Whether a name is ignored.</summary>
    public bool Includes(ReadOnlySpan<byte> name)
    {
        foreach (var (text, isPrefix) in _names)
        {
            if (name.StartsWith(text) && (isPrefix || name.Length == text.Length)) return true;
        }

        return false;
    }

    /// <summary>Takes the parameters out of a target.</summary>
    /// <param name="target">The target; receives the one without them.</param>
    /// <param name="arena">Receives the text, if there is a parameter to take out.</param>
    /// <returns>False when the arena has no room.</returns>
    public bool TryTakeFrom(ref ReadOnlySpan<byte> target, scoped ref TextArena arena)
    {
        var query = RequestPath.QueryOf(target);
        if (query.IsEmpty || !HasIgnored(query)) return true;
        if (!arena.TryReserve(target.Length, out var room)) return false;
        var path = RequestPath.Of(target);
        path.CopyTo(room);
        var end = path.Length;
        foreach (var range in query.Split((byte)'&'))
        {
            var parameter = query[range];
            if (IsIgnored(parameter)) continue;
            room[end] = end == path.Length ? (byte)'?' : (byte)'&';
            parameter.CopyTo(room[(end + 1)..]);
            end += parameter.Length + 1;
        }

        arena.Take(end);
        target = room[..end];
        return true;
    }

    /// <summary>A target without the parameters, for a signer.</summary>
    public byte[] TakeFrom(byte[] target)
    {
        var arena = new TextArena(new byte[target.Length]);
        ReadOnlySpan<byte> rest = target;
        _ = TryTakeFrom(ref rest, ref arena);
        return rest.ToArray();
    }

    private bool HasIgnored(ReadOnlySpan<byte> query)
    {
        foreach (var range in query.Split((byte)'&'))
        {
            if (IsIgnored(query[range])) return true;
        }

        return false;
    }

    private bool IsIgnored(ReadOnlySpan<byte> parameter)
    {
        var equals = parameter.IndexOf((byte)'=');
        var name = equals < 0 ? parameter : parameter[..equals];
        if (!Includes(name)) return false;
        foreach (var c in name)
        {
            if (!PercentEncoding.IsUnreserved(c)) return false;
        }

        return equals < 0 || IsHarmless(parameter[(equals + 1)..]);
    }

    // A program that decodes the query before it splits it would read the escapes of separators as separators, and an escape without
    // its digits may take the separator behind it for one of them.
    private static bool IsHarmless(ReadOnlySpan<byte> value)
    {
        if (value.ContainsAnyExcept(ValueBytes)) return false;
        for (var rest = value; ;)
        {
            var percent = rest.IndexOf((byte)'%');
            if (percent < 0) return true;
            rest = rest[(percent + 1)..];
            if (!PercentEncoding.TryDecodePair(rest, out var decoded)) return false;
            if (decoded is (byte)'&' or (byte)';' or (byte)'#' or < 0x20 or 0x7f) return false;
        }
    }
}

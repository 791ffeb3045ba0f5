using TokenAuthz.Signing.Filters;
using TokenAuthz.Signing.Requests;

namespace TokenAuthz.Signing.Messages;

/// <summary>
/// The component <c>@query-param</c> (RFC 9421, section 2.2.8): a parameter of the query is read as HTML forms write it, and encoded
/// anew by the form set of the URL standard, but with <c>%20</c> for a blank.
/// </summary>
internal static class QueryParameter
{
    /// <summary>Writes the value of the parameter with a name.</summary>
    /// <param name="writer">Receives the value.</param>
    /// <param name="query">The raw query.</param>
    /// <param name="name">The name, encoded.</param>
    /// <returns>False when the query has the parameter not at all or twice, or an escape in it is ill-formed.</returns>
    public static bool TryWrite(ref ByteWriter writer, scoped ReadOnlySpan<byte> query, scoped ReadOnlySpan<byte> name)
    {
        var isFound = false;
        foreach (var range in query.Split((byte)'&'))
        {
            var parameter = query[range];
            var equals = parameter.IndexOf((byte)'=');
            var rawName = equals < 0 ? parameter : parameter[..equals];
            if (!IsSameText(rawName, name)) continue;
            if (isFound || !TryEncode(ref writer, equals < 0 ? default : parameter[(equals + 1)..])) return false;
            isFound = true;
        }

        return isFound;
    }

    private static bool IsSameText(ReadOnlySpan<byte> text, ReadOnlySpan<byte> other)
    {
        while (!text.IsEmpty && !other.IsEmpty)
        {
            if (!TryTake(ref text, out var one) || !TryTake(ref other, out var two) || one != two) return false;
        }

        return text.IsEmpty && other.IsEmpty;
    }

    private static bool TryEncode(ref ByteWriter writer, scoped ReadOnlySpan<byte> text)
    {
        while (!text.IsEmpty)
        {
            if (!TryTake(ref text, out var value)) return false;
            if (char.IsAsciiLetterOrDigit((char)value) || value is (byte)'*' or (byte)'-' or (byte)'.' or (byte)'_')
            {
                writer.Append(value);
                continue;
            }

            writer.Append((byte)'%');
            _ = Convert.TryToHexString([value], writer.Reserve(2), out var written);
            writer.Advance(written);
        }

        return true;
    }

    // Takes a byte of a form: itself, a plus sign for a blank, or an escape.
    private static bool TryTake(scoped ref ReadOnlySpan<byte> text, out byte value)
    {
        value = text[0] == '+' ? (byte)' ' : text[0];
        text = text[1..];
        if (value != '%') return true;
        if (!PercentEncoding.TryDecodePair(text, out value)) return false;
        text = text[2..];
        return true;
    }
}

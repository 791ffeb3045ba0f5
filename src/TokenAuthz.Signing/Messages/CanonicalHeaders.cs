using TokenAuthz.Signing.Filters;
using TokenAuthz.Signing.Requests;

namespace TokenAuthz.Signing.Messages;

/// <summary>
/// The headers that AWS Signature Version 4 and its kin sign: a line <c>name:value</c> for each name in a list, which the token has.
/// </summary>
/// <seealso href="https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html"/>
internal static class CanonicalHeaders
{
    // The list is also signed, so that a client cannot change it; but anybody can send a long one.
    private const int MaxLength = 4096;

    /// <summary>Writes the headers that a list names.</summary>
    /// <param name="writer">Receives a line for each header.</param>
    /// <param name="source">The request.</param>
    /// <param name="names">The names in lower case, sorted, separated by semicolons.</param>
    /// <param name="rule">The headers that have to be in the list.</param>
    /// <param name="withoutPort">Whether the host is signed without its port.</param>
    /// <returns>False when a header is absent, the list is ill-formed, or it lacks a header that has to be in it.</returns>
    public static bool TryWrite<TRequest>(
        ref ByteWriter writer,
        ref MessageSource<TRequest> source,
        scoped ReadOnlySpan<byte> names,
        SignedHeaderRule rule,
        bool withoutPort)
        where TRequest : struct, IRequestView, allows ref struct
    {
        if (names.Length > MaxLength || !rule.AreRequired(names)) return false;
        var (previous, signed) = (0..0, 0);
        foreach (var range in names.Split((byte)';'))
        {
            var name = names[range];
            if (names[previous].SequenceCompareTo(name) >= 0 || !HeaderName.TryGet(name, out var header)) return false;
            previous = range;
            writer.Append(name);
            writer.Append((byte)':');
            var start = writer.Length;
            var lines = name.SequenceEqual("host"u8)
                ? WriteHost(ref writer, source.Host, withoutPort)
                : WriteLines(ref writer, ref source.Request, header);
            if (lines == 0 || writer.Written[start..].ContainsAny((byte)'\n', (byte)'\r')) return false;
            writer.Append((byte)'\n');
            if (rule.Covers(name)) signed += lines;
        }

        return rule.AreCovered(ref source.Request, signed);
    }

    private static int WriteHost(ref ByteWriter writer, scoped ReadOnlySpan<byte> host, bool withoutPort)
    {
        writer.Append(withoutPort ? HostText.WithoutPort(host) : host);
        return host.IsEmpty ? 0 : 1;
    }

    // Several lines are joined by commas in the order of their arrival.
    private static int WriteLines<TRequest>(ref ByteWriter writer, ref TRequest request, HeaderName header)
        where TRequest : struct, IRequestView, allows ref struct
    {
        var count = 0;
        for (; request.TryGetLine(header, count, out var line); count++)
        {
            if (count > 0) writer.Append((byte)',');
            WriteFolded(ref writer, line);
        }

        return count;
    }

    // Blanks at the ends are left out, and a run of blanks counts as one, also where a line goes on in the next (RFC 9112, section 5.2).
    private static void WriteFolded(ref ByteWriter writer, scoped ReadOnlySpan<byte> line)
    {
        var room = writer.Reserve(line.Length);
        var (length, isBlank) = (0, false);
        for (var i = 0; i < line.Length; i++)
        {
            var value = line[i];
            if (value is (byte)' ' or (byte)'\t' || IsFold(line[i..]))
            {
                isBlank = true;
                continue;
            }

            if (isBlank && length > 0) room[length++] = (byte)' ';
            isBlank = false;
            room[length++] = value;
        }

        writer.Advance(length);
    }

    private static bool IsFold(ReadOnlySpan<byte> text) =>
        text is [(byte)'\r', (byte)'\n', (byte)' ' or (byte)'\t', ..] or [(byte)'\n', (byte)' ' or (byte)'\t', ..];
}

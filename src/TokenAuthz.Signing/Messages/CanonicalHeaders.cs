using TokenAuthz.Signing.Filters;
using TokenAuthz.Signing.Requests;
using TokenAuthz.Signing.Tokens;

namespace TokenAuthz.Signing.Messages;

/// <summary>
/// The headers that AWS Signature Version 4 and its kin sign: a line <c>name:value</c> for each name in a list, which the token has.
/// </summary>
/// <param name="list">The field with the names in lower case, sorted, separated by semicolons.</param>
/// <param name="rule">The headers that have to be in the list.</param>
/// <param name="withoutPort">Whether the host is signed without its port.</param>
/// <seealso href="https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html"/>
internal sealed class CanonicalHeaders(int list, SignedHeaderRule rule, bool withoutPort) : PartWriter
{
    // A line for each name of a list that is never empty.
    public static readonly MessagePart Part = new("canonical_headers", new() { Bytes = HttpBytes.All.Remove(0), End = (byte)'\n' })
    {
        Writer = (piece, settings) => new CanonicalHeaders(
            settings.IndexOf(WellKnownFields.SignedHeaders), settings.SignedHeaderRule!, piece.Argument.Length > 0),
        Argument = "without_port",
        Fields = [WellKnownFields.SignedHeaders],
        Settings = ["Covers"],
    };

    // The list is also signed, so that a client cannot change it; but anybody can send a long one.
    private const int MaxLength = 4096;

    // Refuses a header that is absent, a list that is ill-formed, and one without a header that has to be in it.
    public override bool TryWrite<TRequest>(ref ByteWriter writer, ref MessageSource<TRequest> source)
    {
        var names = source.Values[list];
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
                ? WriteHost(ref writer, source.Host)
                : WriteLines(ref writer, ref source.Request, header);
            if (lines == 0 || writer.Written[start..].ContainsAny((byte)'\n', (byte)'\r')) return false;
            writer.Append((byte)'\n');
            if (rule.Covers(name)) signed += lines;
        }

        return rule.AreCovered(ref source.Request, signed);
    }

    private int WriteHost(ref ByteWriter writer, scoped ReadOnlySpan<byte> host)
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

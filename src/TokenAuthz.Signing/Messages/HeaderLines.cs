using System.Collections.Immutable;
using TokenAuthz.Signing.Filters;
using TokenAuthz.Signing.Requests;
using TokenAuthz.Signing.Tokens;

namespace TokenAuthz.Signing.Messages;

/// <summary>
/// <c>Name:value</c> and a line feed for each header that the token lists, as APISIX did before version 3.11; an absent header has an
/// empty value. The list has to hold those of <c>SignedHeaders</c>, which are written where the token has no list.
/// </summary>
/// <param name="list">The field with the token's list; -1 for none.</param>
/// <param name="headers">The headers of the setting, as written.</param>
/// <param name="join">How the headers are listed and joined.</param>
internal sealed class HeaderLines(int list, ImmutableArray<byte[]> headers, HeaderJoin join) : PartWriter
{
    // Each header is one line, no value holds a line end, and the number of headers is fixed.
    public static readonly MessagePart Part = new("header_lines", new() { Bytes = HttpBytes.All.Remove(0), EndsItself = true })
    {
        Writer = (piece, settings) =>
            new HeaderLines(settings.IndexOf(WellKnownFields.SignedHeaders), settings.SignedHeaders, HeaderJoin.Parse(piece.Argument)),
        Argument = MessagePart.AnyArgument,
        ArgumentShown = ",;",
        CheckArgument = argument => _ = HeaderJoin.Parse(argument),
        Settings = ["SignedHeaders"],
    };

    // An ill-formed list is refused, and a header that is repeated, or holds a line feed, so that it could pass for two.
    public override bool TryWrite<TRequest>(ref ByteWriter writer, ref MessageSource<TRequest> source)
    {
        var rest = source.Values[list];
        if (rest.IsEmpty)
        {
            foreach (var name in headers.AsSpan())
            {
                if (!TryWrite(ref writer, ref source, name)) return false;
                writer.Append(join.Separator);
            }

            return true;
        }

        var names = new SignedNames(rest, join.ListSeparator);
        if (!names.IsWellFormed) return false;
        foreach (var name in headers.AsSpan())
        {
            if (!names.Contains(name)) return false;
        }

        while (!rest.IsEmpty)
        {
            var start = writer.Length;
            if (!TryWrite(ref writer, ref source, SignedNames.Take(ref rest, join.ListSeparator))) return false;
            if (!join.IsOne(writer.Written[start..])) return false;
            if (join.IsBehindLast || !rest.IsEmpty) writer.Append(join.Separator);
        }

        return true;
    }

    private static bool TryWrite<TRequest>(ref ByteWriter writer, ref MessageSource<TRequest> source, scoped ReadOnlySpan<byte> name)
        where TRequest : struct, IRequestView, allows ref struct
    {
        if (SignedNames.HeaderOf(name) is not { } header || !BodyDigest.MayBeCovered(header.Bytes, [])) return false;
        if (HeaderText.Find(ref source, header, out var value) is HeaderCount.Several || value.ContainsAny((byte)'\r', (byte)'\n'))
            return false;
        writer.Append(name);
        writer.Append((byte)':');
        writer.Append(value);
        return true;
    }
}

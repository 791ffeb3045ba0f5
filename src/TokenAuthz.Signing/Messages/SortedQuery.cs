using System.Buffers;
using TokenAuthz.Signing.Filters;
using TokenAuthz.Signing.Requests;

namespace TokenAuthz.Signing.Messages;

/// <summary>
/// The parameters as APISIX signs them: each name and value is decoded as in a form, sorted by name and then by value, and encoded again as
/// OpenResty's <c>ngx.escape_uri</c> does. A name may be there several times, and needs no value.
/// </summary>
internal sealed class SortedQuery : PartWriter
{
    public static readonly MessagePart Part = new("sorted_query", new() { Bytes = HttpBytes.Target })
    {
        Writer = (_, _) => new SortedQuery(),
        Content = PartContent.Query | PartContent.QueryAndSignature,
    };

    // APISIX reads no more, so that it would sign fewer parameters than the upstream reads.
    private const int MaxParameters = 100;

    private static readonly SearchValues<byte> Bare =
        SearchValues.Create("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz-._~!'()*"u8);

    // Refuses an escape that is ill-formed, and a name that is empty.
    public override bool TryWrite<TRequest>(ref ByteWriter writer, ref MessageSource<TRequest> source)
    {
        var query = RequestPath.QueryOf(source.Target);
        var parameters = new ParameterList(
            stackalloc byte[ParameterList.StackText], stackalloc ParameterList.Entry[ParameterList.StackCount]);
        try
        {
            foreach (var range in query.Split((byte)'&'))
            {
                if (query[range].IsEmpty) continue;
                if (parameters.Count == MaxParameters || !TryDecode(ref parameters, query[range])) return false;
            }

            Write(ref writer, parameters.Sorted, parameters.Text.Written);
            return true;
        }
        finally
        {
            parameters.Dispose();
        }
    }

    private static bool TryDecode(scoped ref ParameterList parameters, scoped ReadOnlySpan<byte> raw)
    {
        var equals = raw.IndexOf((byte)'=');
        var start = parameters.Text.Length;
        if (!TryAppend(ref parameters.Text, equals < 0 ? raw : raw[..equals])) return false;
        var end = parameters.Text.Length;
        return end > start
            && TryAppend(ref parameters.Text, equals < 0 ? default : raw[(equals + 1)..])
            && parameters.TryAdd(start, end);
    }

    private static bool TryAppend(scoped ref ByteWriter text, scoped ReadOnlySpan<byte> raw)
    {
        if (raw.Contains((byte)' ') || !PercentEncoding.TryDecodeForm(raw, text.Reserve(raw.Length), out var length)) return false;
        text.Advance(length);
        return true;
    }

    private static void Write(ref ByteWriter writer, scoped ReadOnlySpan<ParameterList.Entry> sorted, scoped ReadOnlySpan<byte> text)
    {
        for (var i = 0; i < sorted.Length; i++)
        {
            if (i > 0) writer.Append((byte)'&');
            Encode(ref writer, sorted[i].Name(text));
            writer.Append((byte)'=');
            Encode(ref writer, sorted[i].Value(text));
        }
    }

    private static void Encode(ref ByteWriter writer, scoped ReadOnlySpan<byte> text)
    {
        Span<byte> escape = stackalloc byte[3];
        foreach (var value in text)
        {
            if (Bare.Contains(value))
            {
                writer.Append(value);
                continue;
            }

            escape[0] = (byte)'%';
            _ = Convert.TryToHexString([value], escape[1..], out _);
            writer.Append(escape);
        }
    }
}

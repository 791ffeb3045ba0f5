using System.Buffers;
using TokenAuthz.Signing.Filters;
using TokenAuthz.Signing.Requests;

namespace TokenAuthz.Signing.Messages;

/// <summary>
/// The parameters as APISIX signs them: each name and value is decoded as in a form, sorted by name and then by value, and encoded again as
/// OpenResty's <c>ngx.escape_uri</c> does. A name may be there several times, and needs no value.
/// </summary>
internal static class SortedQuery
{
    // Parameters are sorted by insertion, so that their number has to be bounded; APISIX reads a hundred.
    private const int MaxParameters = 100;

    private static readonly SearchValues<byte> Bare =
        SearchValues.Create("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz-._~!'()*"u8);

    /// <summary>Writes <c>name=value</c> for each parameter, joined by <c>&amp;</c>.</summary>
    /// <param name="writer">Receives the parameters.</param>
    /// <param name="query">The raw query.</param>
    /// <returns>False when an escape is ill-formed, a name is empty, or there are too many parameters.</returns>
    public static bool TryWrite(ref ByteWriter writer, scoped ReadOnlySpan<byte> query)
    {
        Span<Parameter> sorted = stackalloc Parameter[MaxParameters];
        var text = new ByteWriter(stackalloc byte[512]);
        try
        {
            var count = 0;
            foreach (var range in query.Split((byte)'&'))
            {
                if (query[range].IsEmpty) continue;
                if (count == MaxParameters || !TryDecode(ref text, query[range], out var parameter)) return false;
                Insert(sorted[..(++count)], parameter, text.Written);
            }

            for (var i = 0; i < count; i++)
            {
                if (i > 0) writer.Append((byte)'&');
                Encode(ref writer, sorted[i].Name(text.Written));
                writer.Append((byte)'=');
                Encode(ref writer, sorted[i].Value(text.Written));
            }

            return true;
        }
        finally
        {
            text.Dispose();
        }
    }

    private static bool TryDecode(ref ByteWriter text, scoped ReadOnlySpan<byte> raw, out Parameter parameter)
    {
        var equals = raw.IndexOf((byte)'=');
        var start = text.Length;
        parameter = default;
        if (!TryAppend(ref text, equals < 0 ? raw : raw[..equals])) return false;
        var end = text.Length;
        if (!TryAppend(ref text, equals < 0 ? default : raw[(equals + 1)..])) return false;
        parameter = new(start, end, text.Length);
        return end > start;
    }

    private static bool TryAppend(ref ByteWriter text, scoped ReadOnlySpan<byte> raw)
    {
        if (raw.Contains((byte)' ') || !PercentEncoding.TryDecodeForm(raw, text.Reserve(raw.Length), out var length)) return false;
        text.Advance(length);
        return true;
    }

    // The last place of the span is free.
    private static void Insert(Span<Parameter> sorted, Parameter parameter, ReadOnlySpan<byte> text)
    {
        var place = sorted.Length - 1;
        for (; place > 0 && parameter.IsBefore(sorted[place - 1], text); place--) sorted[place] = sorted[place - 1];
        sorted[place] = parameter;
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

    private readonly record struct Parameter(int Start, int NameEnd, int End)
    {
        public ReadOnlySpan<byte> Name(ReadOnlySpan<byte> text) => text[Start..NameEnd];

        public ReadOnlySpan<byte> Value(ReadOnlySpan<byte> text) => text[NameEnd..End];

        public bool IsBefore(Parameter other, ReadOnlySpan<byte> text)
        {
            var order = Name(text).SequenceCompareTo(other.Name(text));
            return order < 0 || (order == 0 && Value(text).SequenceCompareTo(other.Value(text)) < 0);
        }
    }
}

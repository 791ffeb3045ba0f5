using System.Collections.Immutable;
using TokenAuthz.Signing.Filters;
using TokenAuthz.Signing.Requests;

namespace TokenAuthz.Signing.Messages;

/// <summary>The parts of a message that are made of the query.</summary>
internal static class QueryParts
{
    // Parameters are sorted by insertion, so that their number has to be bounded; a signed URL has a handful.
    private const int MaxParameters = 128;

    /// <summary>Takes the value of one parameter, as on the wire.</summary>
    /// <returns>False when the parameter is repeated, or absent and not optional.</returns>
    public static bool TryTake(ReadOnlySpan<byte> target, MessagePiece piece, out ReadOnlySpan<byte> value)
    {
        var count = QueryString.Find(RequestPath.QueryOf(target), piece.Parameter, out value, out _);
        return count is HeaderCount.One || (count is HeaderCount.None && piece.IsOptional);
    }

    /// <summary>
    /// Writes the parameters without the token's, decoded, sorted by name, <c>k=v</c> joined by <c>&amp;</c>; of a token that ignores
    /// parameters, those that <c>Items</c> names.
    /// </summary>
    /// <returns>
    /// False when a name is there twice, an escape is ill-formed, there are too many parameters, or one of them could be read
    /// as others once it is decoded.
    /// </returns>
    public static bool TryWriteOther<TRequest>(ref ByteWriter writer, ref MessageSource<TRequest> source, MessageSettings settings)
        where TRequest : struct, IRequestView, allows ref struct
    {
        var isIgnoring = source.Values[settings.IgnoreParameters].SequenceEqual("true"u8);
        return TryWrite(ref writer, settings.ParametersOf(ref source), settings, source.Locators, isIgnoring);
    }

    /// <summary>Writes the query as it is, without the parameters of the token.</summary>
    /// <param name="writer">Receives the parameters.</param>
    /// <param name="query">The raw query.</param>
    /// <param name="token">The parameters that the token can be in.</param>
    /// <param name="used">The locators that the token was read from, a bit each.</param>
    /// <returns>Whether there are other parameters than those of the token.</returns>
    public static bool WriteOwn(
        ref ByteWriter writer, scoped ReadOnlySpan<byte> query, ImmutableArray<TokenParameter> token, uint used)
    {
        var isFirst = true;
        foreach (var range in query.Split((byte)'&'))
        {
            var parameter = query[range];
            var equals = parameter.IndexOf((byte)'=');
            if (equals >= 0 && IsAmong(token, used, parameter[..equals])) continue;
            if (!isFirst) writer.Append((byte)'&');
            writer.Append(parameter);
            isFirst = false;
        }

        return !isFirst;
    }

    private static bool TryWrite(
        ref ByteWriter writer, scoped ReadOnlySpan<byte> query, MessageSettings settings, uint used, bool isIgnoring)
    {
        Span<Parameter> sorted = stackalloc Parameter[MaxParameters];
        var text = new ByteWriter(stackalloc byte[512]);
        try
        {
            var count = 0;
            foreach (var range in query.Split((byte)'&'))
            {
                if (query[range].IsEmpty) continue;
                if (count == MaxParameters || !TryAppend(ref text, query[range], out var parameter)) return false;
                var name = text.Written.Slice(parameter.Start, parameter.NameLength);
                if (IsAmong(settings.TokenParameters, used, name) || (isIgnoring && !IsAmong(settings.ListedParameters, name))) continue;
                if (!TryInsert(sorted[..(count + 1)], parameter, text.Written)) return false;
                count++;
            }

            for (var i = 0; i < count; i++)
            {
                if (i > 0) writer.Append((byte)'&');
                writer.Append(text.Written.Slice(sorted[i].Start, sorted[i].Length));
            }

            return true;
        }
        finally
        {
            text.Dispose();
        }
    }

    // Appends `k=v` to the text, also for a parameter without an equals sign.
    private static bool TryAppend(ref ByteWriter text, scoped ReadOnlySpan<byte> raw, out Parameter parameter)
    {
        parameter = default;
        var equals = raw.IndexOf((byte)'=');
        var start = text.Length;
        var rawName = equals < 0 ? raw : raw[..equals];
        if (!TryAppendText(ref text, rawName)) return false;
        var nameLength = text.Length - start;
        text.Append((byte)'=');
        if (equals >= 0 && !TryAppendText(ref text, raw[(equals + 1)..])) return false;
        parameter = new(start, nameLength, text.Length - start);
        var written = text.Written[start..];
        return IsPlainName(rawName, written[..nameLength]) && IsPlainValue(written[(nameLength + 1)..]);
    }

    // The message tells neither where a name begins nor where a value ends: `a=1%26b=2` would be `a=1&b=2`, and a name of any
    // bytes would take in the text before it. An escape that hides a letter of a name is refused too: no issuer encodes a letter.
    private static bool IsPlainName(ReadOnlySpan<byte> raw, ReadOnlySpan<byte> decoded)
    {
        if (decoded.ContainsAnyExceptInRange((byte)'!', (byte)'~') || decoded.ContainsAny((byte)'&', (byte)'=')) return false;
        return decoded.Length == raw.Length || !PercentEncoding.EscapesUnreserved(raw);
    }

    private static bool IsPlainValue(ReadOnlySpan<byte> decoded) =>
        !decoded.ContainsAny((byte)'&', (byte)0x7f) && !decoded.ContainsAnyInRange((byte)0, (byte)0x1f);

    private static bool TryAppendText(ref ByteWriter text, scoped ReadOnlySpan<byte> raw)
    {
        if (!PercentEncoding.TryDecode(raw, text.Reserve(raw.Length), out var length)) return false;
        text.Advance(length);
        return true;
    }

    // The last place of the span is free.
    private static bool TryInsert(Span<Parameter> sorted, Parameter parameter, ReadOnlySpan<byte> text)
    {
        var name = text.Slice(parameter.Start, parameter.NameLength);
        var place = sorted.Length - 1;
        for (; place > 0; place--)
        {
            var before = sorted[place - 1];
            var order = text.Slice(before.Start, before.NameLength).SequenceCompareTo(name);
            if (order == 0) return false;
            if (order < 0) break;
            sorted[place] = before;
        }

        sorted[place] = parameter;
        return true;
    }

    private static bool IsAmong(ImmutableArray<TokenParameter> parameters, uint used, ReadOnlySpan<byte> name)
    {
        foreach (var candidate in parameters)
        {
            if ((candidate.Locators & used) != 0 && name.SequenceEqual(candidate.Name)) return true;
        }

        return false;
    }

    private static bool IsAmong(ImmutableArray<byte[]> names, ReadOnlySpan<byte> name)
    {
        foreach (var candidate in names)
        {
            if (name.SequenceEqual(candidate)) return true;
        }

        return false;
    }

    private readonly record struct Parameter(int Start, int NameLength, int Length);
}

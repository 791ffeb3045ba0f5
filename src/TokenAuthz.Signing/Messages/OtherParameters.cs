using System.Collections.Immutable;
using TokenAuthz.Signing.Filters;
using TokenAuthz.Signing.Requests;
using TokenAuthz.Signing.Tokens;

namespace TokenAuthz.Signing.Messages;

/// <summary>
/// The parameters without the token's, decoded, sorted by name, <c>k=v</c> joined by <c>&amp;</c>, as Bunny does; of a token that ignores
/// parameters, those that <c>Items</c> names. They are those of a token in the path, or the query's.
/// </summary>
internal sealed class OtherParameters(MessageSettings settings) : PartWriter
{
    public static readonly MessagePart Part =
        new("other_parameters", TextForm.Any) { Writer = (_, settings) => new OtherParameters(settings) };

    private readonly int _ignore = settings.IndexOf(WellKnownFields.IgnoreParameters);
    private readonly int _parameters = settings.IndexOf(WellKnownFields.Parameters);

    // Refuses a name that is there twice, an escape that is ill-formed, too many parameters, and one that could be read as others once it
    // is decoded.
    public override bool TryWrite<TRequest>(ref ByteWriter writer, ref MessageSource<TRequest> source)
    {
        var query = _parameters < 0 ? RequestPath.QueryOf(source.Target) : source.Values[_parameters];
        var isIgnoring = source.Values[_ignore].SequenceEqual("true"u8);
        var parameters = new ParameterList(
            stackalloc byte[ParameterList.StackText], stackalloc ParameterList.Entry[ParameterList.StackCount]);
        try
        {
            foreach (var range in query.Split((byte)'&'))
            {
                if (!query[range].IsEmpty && !TryAdd(ref parameters, query[range], source.Locators, isIgnoring)) return false;
            }

            if (parameters.RepeatsName) return false;
            ParameterList.Write(ref writer, parameters.Sorted, parameters.Text.Written);
            return true;
        }
        finally
        {
            parameters.Dispose();
        }
    }

    private bool TryAdd(scoped ref ParameterList parameters, scoped ReadOnlySpan<byte> raw, uint used, bool isIgnoring)
    {
        var equals = raw.IndexOf((byte)'=');
        var start = parameters.Text.Length;
        var rawName = equals < 0 ? raw : raw[..equals];
        if (!PathParts.TryAppendDecoded(ref parameters.Text, rawName)) return false;
        var end = parameters.Text.Length;
        if (equals >= 0 && !PathParts.TryAppendDecoded(ref parameters.Text, raw[(equals + 1)..])) return false;
        var name = parameters.Text.Written[start..end];
        if (!IsPlainName(rawName, name) || !IsPlainValue(parameters.Text.Written[end..])) return false;
        var isLeftOut = TokenParameter.IsAmong(settings.TokenParameters, used, name)
            || (isIgnoring && !IsAmong(settings.ListedParameters, name));
        return isLeftOut || parameters.TryAdd(start, end);
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

    private static bool IsAmong(ImmutableArray<byte[]> names, ReadOnlySpan<byte> name)
    {
        foreach (var candidate in names.AsSpan())
        {
            if (name.SequenceEqual(candidate)) return true;
        }

        return false;
    }
}

using System.Collections.Immutable;
using TokenAuthz.Signing.Filters;
using TokenAuthz.Signing.Requests;

namespace TokenAuthz.Signing.Messages;

/// <summary>Texts of the query.</summary>
internal static class QueryText
{
    /// <summary>Takes the value of one parameter, as on the wire.</summary>
    /// <returns>False when the parameter is repeated, or absent and not optional.</returns>
    public static bool TryTake(ReadOnlySpan<byte> target, MessagePiece piece, out ReadOnlySpan<byte> value)
    {
        var count = QueryString.Find(RequestPath.QueryOf(target), piece.Parameter, out value, out _);
        return count is HeaderCount.One || (count is HeaderCount.None && piece.IsOptional);
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
            if (equals >= 0 && TokenParameter.IsAmong(token, used, parameter[..equals])) continue;
            if (!isFirst) writer.Append((byte)'&');
            writer.Append(parameter);
            isFirst = false;
        }

        return !isFirst;
    }
}

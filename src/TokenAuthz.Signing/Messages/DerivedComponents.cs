using TokenAuthz.Signing.Filters;
using TokenAuthz.Signing.Requests;

namespace TokenAuthz.Signing.Messages;

/// <summary>The components of RFC 9421 that are made of the request line and the host (section 2.2).</summary>
internal static class DerivedComponents
{
    /// <summary>Writes the value of a component.</summary>
    /// <returns>False when it is unknown, of a response, or a parameter that the query has not once.</returns>
    public static bool TryWrite<TRequest>(ref ByteWriter writer, ref MessageSource<TRequest> source, scoped Component component)
        where TRequest : struct, IRequestView, allows ref struct
    {
        var name = component.Name;
        if (name.SequenceEqual("@query-param"u8))
            return QueryParameter.TryWrite(ref writer, RequestPath.QueryOf(source.Target), component.Argument);
        source.HasUrlScheme |= name.SequenceEqual("@scheme"u8) || name.SequenceEqual("@target-uri"u8)
            || (name.SequenceEqual("@authority"u8) && HasDefaultPort(source.Host));
        if (name.SequenceEqual("@method"u8)) writer.Append(source.Method);
        else if (name.SequenceEqual("@authority"u8)) UrlParts.WriteAuthority(ref writer, source.Host, source.UrlScheme);
        else if (name.SequenceEqual("@scheme"u8)) writer.Append(source.UrlScheme);
        else if (name.SequenceEqual("@request-target"u8)) writer.Append(source.Target);
        else if (name.SequenceEqual("@path"u8)) writer.Append(RequestPath.Of(source.Target));
        else if (name.SequenceEqual("@query"u8)) WriteQuery(ref writer, source.Target);
        else if (name.SequenceEqual("@target-uri"u8)) WriteUri(ref writer, ref source);
        else return false;
        return true;
    }

    // The port that one of the two schemes leaves out.
    private static bool HasDefaultPort(ReadOnlySpan<byte> host) => host.EndsWith(":443"u8) || host.EndsWith(":80"u8);

    // Section 2.2.7: a question mark by itself for no query.
    private static void WriteQuery(ref ByteWriter writer, scoped ReadOnlySpan<byte> target)
    {
        writer.Append((byte)'?');
        writer.Append(RequestPath.QueryOf(target));
    }

    private static void WriteUri<TRequest>(ref ByteWriter writer, ref MessageSource<TRequest> source)
        where TRequest : struct, IRequestView, allows ref struct
    {
        UrlParts.WriteOrigin(ref writer, ref source);
        writer.Append(source.Target);
    }
}

using System.Text;
using TokenAuthz.Signing.Filters;
using TokenAuthz.Signing.Requests;

namespace TokenAuthz.Signing.Messages;

/// <summary>The parts of a message that are made of the URL.</summary>
internal static class UrlParts
{
    /// <summary>Writes scheme and host.</summary>
    public static void WriteOrigin<TRequest>(ref ByteWriter writer, ref MessageSource<TRequest> source)
        where TRequest : struct, IRequestView, allows ref struct
    {
        writer.Append(source.UrlScheme);
        writer.Append("://"u8);
        writer.Append(source.Host);
    }

    /// <summary>Writes the URL up to the parameter that holds the signature.</summary>
    public static void WriteSigned<TRequest>(ref ByteWriter writer, ref MessageSource<TRequest> source)
        where TRequest : struct, IRequestView, allows ref struct
    {
        WriteOrigin(ref writer, ref source);
        writer.Append(source.SignedTarget);
    }

    /// <summary>
    /// Writes the URL without the parameters of the token, and without a question mark when there is none or no parameter is left.
    /// </summary>
    public static void WriteOwn<TRequest>(ref ByteWriter writer, ref MessageSource<TRequest> source, MessageSettings settings)
        where TRequest : struct, IRequestView, allows ref struct
    {
        WriteOrigin(ref writer, ref source);
        var path = RequestPath.Of(source.Target);
        writer.Append(path);
        if (path.Length == source.Target.Length) return;
        var start = writer.Length;
        writer.Append((byte)'?');
        if (!QueryParts.WriteOwn(ref writer, RequestPath.QueryOf(source.Target), settings.TokenParameters, source.Locators))
            writer.MoveTail(start + 1, start);
    }

    /// <summary>Writes the host as RFC 9421, section 2.2.3, has it: in lower case, and without the default port of the scheme.</summary>
    public static void WriteAuthority(ref ByteWriter writer, scoped ReadOnlySpan<byte> host, scoped ReadOnlySpan<byte> urlScheme)
    {
        var port = urlScheme.SequenceEqual("https"u8) ? ":443"u8 : ":80"u8;
        if (host.EndsWith(port)) host = host[..^port.Length];
        _ = Ascii.ToLower(host, writer.Reserve(host.Length), out var written);
        writer.Advance(written);
    }

    /// <summary>Writes the port of the host, or the default one of the scheme.</summary>
    public static void WritePort(ref ByteWriter writer, scoped ReadOnlySpan<byte> host, scoped ReadOnlySpan<byte> urlScheme)
    {
        // An IPv6 address stands in brackets, and has colons of its own.
        var colon = host.LastIndexOf((byte)':');
        if (colon >= 0 && !host[colon..].Contains((byte)']')) writer.Append(host[(colon + 1)..]);
        else writer.Append(urlScheme.SequenceEqual("https"u8) ? "443"u8 : "80"u8);
    }
}

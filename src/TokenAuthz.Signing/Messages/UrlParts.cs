using System.Text;
using TokenAuthz.Signing.Filters;
using TokenAuthz.Signing.Requests;

namespace TokenAuthz.Signing.Messages;

/// <summary>Writes parts of the URL.</summary>
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

    /// <summary>Writes the host as RFC 9421, section 2.2.3, has it: in lower case, and without the default port of the scheme.</summary>
    public static void WriteAuthority(ref ByteWriter writer, scoped ReadOnlySpan<byte> host, scoped ReadOnlySpan<byte> urlScheme)
    {
        var port = urlScheme.SequenceEqual("https"u8) ? ":443"u8 : ":80"u8;
        if (host.EndsWith(port)) host = host[..^port.Length];
        _ = Ascii.ToLower(host, writer.Reserve(host.Length), out var written);
        writer.Advance(written);
    }
}

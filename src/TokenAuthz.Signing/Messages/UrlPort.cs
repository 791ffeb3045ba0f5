using TokenAuthz.Signing.Filters;
using TokenAuthz.Signing.Requests;

namespace TokenAuthz.Signing.Messages;

/// <summary>The port of the URL: the host's, or the default one of the scheme.</summary>
internal sealed class UrlPort : PartWriter
{
    public static readonly MessagePart Part = new("port", new() { Bytes = HttpBytes.Of("0123456789") })
    {
        Writer = (_, _) => new UrlPort(),
        Content = PartContent.UrlScheme,
    };

    public override bool TryWrite<TRequest>(ref ByteWriter writer, ref MessageSource<TRequest> source)
    {
        var host = source.Host;
        var colon = host.LastIndexOf((byte)':');

        // An IPv6 address stands in brackets, and has colons of its own.
        if (colon >= 0 && !host[colon..].Contains((byte)']')) writer.Append(host[(colon + 1)..]);
        else writer.Append(source.UrlScheme.SequenceEqual("https"u8) ? "443"u8 : "80"u8);
        return true;
    }
}

using TokenAuthz.Signing.Filters;
using TokenAuthz.Signing.Requests;

namespace TokenAuthz.Signing.Messages;

/// <summary>The host in lower case, without the default port of the URL's scheme.</summary>
internal sealed class UrlAuthority : PartWriter
{
    public static readonly MessagePart Part = new("authority", new() { Bytes = HttpBytes.Host })
    {
        Writer = (_, _) => new UrlAuthority(),
        Content = PartContent.UrlScheme,
    };

    public override bool TryWrite<TRequest>(ref ByteWriter writer, ref MessageSource<TRequest> source)
    {
        UrlParts.WriteAuthority(ref writer, source.Host, source.UrlScheme);
        return true;
    }
}

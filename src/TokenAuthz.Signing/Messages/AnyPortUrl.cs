using TokenAuthz.Signing.Filters;
using TokenAuthz.Signing.Requests;

namespace TokenAuthz.Signing.Messages;

/// <summary>
/// The URL without its port; as the second spelling with it, or with the default one. Nothing tells which of the two a sender has signed
/// that was given a URL.
/// </summary>
internal sealed class AnyPortUrl : PartWriter
{
    private static readonly UrlPort Port = new();

    public override int Spellings => 2;

    public override bool TryWrite<TRequest>(ref ByteWriter writer, ref MessageSource<TRequest> source)
    {
        writer.Append(source.UrlScheme);
        writer.Append("://"u8);
        writer.Append(HostText.WithoutPort(source.Host));
        if (source.Spelling > 0)
        {
            writer.Append((byte)':');
            _ = Port.TryWrite(ref writer, ref source);
        }

        writer.Append(source.SignedTarget);
        return true;
    }
}

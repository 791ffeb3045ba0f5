using TokenAuthz.Signing.Filters;
using TokenAuthz.Signing.Requests;

namespace TokenAuthz.Signing.Messages;

/// <summary>Scheme, host, and the target up to the parameter that holds the signature.</summary>
internal sealed class SignedUrl : PartWriter
{
    public static readonly MessagePart Part = new("signed_url", new() { Bytes = HttpBytes.Target, Start = (byte)'h' })
    {
        Writer = (piece, _) => piece.Argument.Length > 0 ? new AnyPortUrl() : new SignedUrl(),
        Argument = "any_port",
        Content = PartContent.Target | PartContent.QueryToSignature | PartContent.UrlScheme,
    };

    public override bool TryWrite<TRequest>(ref ByteWriter writer, ref MessageSource<TRequest> source)
    {
        UrlParts.WriteOrigin(ref writer, ref source);
        writer.Append(source.SignedTarget);
        return true;
    }
}

using System.Collections.Immutable;
using TokenAuthz.Signing.Filters;
using TokenAuthz.Signing.Requests;

namespace TokenAuthz.Signing.Messages;

/// <summary>
/// Scheme, host, path, and the query without the parameters of the token, as on the wire; without a question mark when the request has
/// no query or no parameter of it is left.
/// </summary>
internal sealed class OwnUrl(ImmutableArray<TokenParameter> token) : PartWriter
{
    public static readonly MessagePart Part = new("url", new() { Bytes = HttpBytes.Target, Start = (byte)'h', MayBeRestricted = true })
    {
        Writer = (_, settings) => new OwnUrl(settings.TokenParameters),
        Content = PartContent.Target | PartContent.UrlScheme,
    };

    public override bool TryWrite<TRequest>(ref ByteWriter writer, ref MessageSource<TRequest> source)
    {
        UrlParts.WriteOrigin(ref writer, ref source);
        var path = RequestPath.Of(source.Target);
        writer.Append(path);
        if (path.Length == source.Target.Length) return true;
        var start = writer.Length;
        writer.Append((byte)'?');
        if (!QueryText.WriteOwn(ref writer, RequestPath.QueryOf(source.Target), token, source.Locators)) writer.MoveTail(start + 1, start);
        return true;
    }
}

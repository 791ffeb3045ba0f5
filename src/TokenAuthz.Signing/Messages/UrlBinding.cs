using TokenAuthz.Signing.Filters;
using TokenAuthz.Signing.Requests;
using TokenAuthz.Signing.Tokens;

namespace TokenAuthz.Signing.Messages;

/// <summary>
/// <c>~url=</c> and the path, if the token has no acl, as Akamai does: the path as it is, and then as the issuers escape it. They escape
/// the slash that it begins with, so that no escaped path is another one as it is.
/// </summary>
internal sealed class UrlBinding(int acl) : PartWriter
{
    public static readonly MessagePart Part = new("url_binding", new() { Bytes = HttpBytes.Path })
    {
        Writer = (_, settings) => new UrlBinding(settings.IndexOf(WellKnownFields.Acl)),
        Content = PartContent.Path,
    };

    public override int Spellings => 1 + AkamaiEscapes.Count;

    public override bool TryWrite<TRequest>(ref ByteWriter writer, ref MessageSource<TRequest> source)
    {
        if (source.Values.Has(acl)) return source.Spelling == 0;
        writer.Append("~url="u8);
        if (source.Spelling > 0) return AkamaiEscapes.TryWrite(ref writer, source.Path, source.Spelling - 1);
        writer.Append(source.Path);
        return true;
    }
}

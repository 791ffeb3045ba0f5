using TokenAuthz.Signing.Filters;
using TokenAuthz.Signing.Requests;
using TokenAuthz.Signing.Tokens;

namespace TokenAuthz.Signing.Messages;

/// <summary><c>~url=</c> and the path, if the token has no acl, as Akamai does.</summary>
internal sealed class UrlBinding(int acl, bool escapes) : PartWriter
{
    public static readonly MessagePart Part = new("url_binding", new() { Bytes = HttpBytes.Path })
    {
        Writer = (_, settings) => new UrlBinding(settings.IndexOf(WellKnownFields.Acl), settings.EscapeUrl),
        Content = PartContent.Path,
        Settings = ["EscapeUrl"],
    };

    public override int Spellings => escapes ? AkamaiEscapes.Count : 1;

    public override bool TryWrite<TRequest>(ref ByteWriter writer, ref MessageSource<TRequest> source)
    {
        if (source.Values.Has(acl)) return source.Spelling == 0;
        writer.Append("~url="u8);
        if (escapes) return AkamaiEscapes.TryWrite(ref writer, source.Path, source.Spelling);
        writer.Append(source.Path);
        return true;
    }
}

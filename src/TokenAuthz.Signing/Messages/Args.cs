using TokenAuthz.Signing.Filters;
using TokenAuthz.Signing.Requests;

namespace TokenAuthz.Signing.Messages;

/// <summary>The query with a question mark in front; nothing where there is no query, as nginx's <c>$is_args$args</c>.</summary>
internal sealed class Args : PartWriter
{
    public static readonly MessagePart Part =
        new("args", new() { Bytes = HttpBytes.Target, Start = (byte)'?', MayBeEmpty = true })
        {
            Writer = (_, _) => new Args(),
            Content = PartContent.QueryToSignature,
        };

    public override bool TryWrite<TRequest>(ref ByteWriter writer, ref MessageSource<TRequest> source)
    {
        var query = RequestPath.QueryOf(source.SignedTarget);
        if (query.IsEmpty) return true;
        writer.Append((byte)'?');
        writer.Append(query);
        return true;
    }
}

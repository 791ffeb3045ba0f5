using TokenAuthz.Signing.Filters;
using TokenAuthz.Signing.Requests;
using TokenAuthz.Signing.Tokens;

namespace TokenAuthz.Signing.Messages;

/// <summary>
/// The prefix that the token opens, percent-decoded, or the path of a token without a prefix: as it is, or in the second spelling decoded.
/// </summary>
internal sealed class PrefixOrPath(int prefix) : PartWriter
{
    public static readonly MessagePart Part = new("prefix_or_path", new() { Bytes = HttpBytes.All, Start = (byte)'/' })
    {
        Writer = (_, settings) => new PrefixOrPath(settings.IndexOf(WellKnownFields.Prefix)),
        Content = PartContent.Path,
    };

    public override int Spellings => 2;

    public override bool TryWrite<TRequest>(ref ByteWriter writer, ref MessageSource<TRequest> source)
    {
        var hasPrefix = source.Values.Has(prefix);
        if (source.Spelling > 0) return !hasPrefix && TryWriteUnescaped(ref writer, source.Path);
        if (hasPrefix) return PathParts.TryAppendDecoded(ref writer, source.Values[prefix]);
        writer.Append(source.Path);
        return true;
    }

    // A decoded path that holds an escape would be another path's spelling: an ambiguous path has none of these.
    private static bool TryWriteUnescaped(ref ByteWriter writer, scoped ReadOnlySpan<byte> path)
    {
        if (!path.Contains((byte)'%') || RequestPath.IsAmbiguous(path)) return false;
        PathParts.AppendDecoded(ref writer, path);
        return true;
    }
}

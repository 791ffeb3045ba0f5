using System.Buffers.Text;
using TokenAuthz.Signing.Filters;
using TokenAuthz.Signing.Requests;
using TokenAuthz.Signing.Tokens;

namespace TokenAuthz.Signing.Messages;

/// <summary>
/// The path of what a shared access signature of Azure Storage opens, decoded: the blob, a directory of some depth, or the container.
/// </summary>
/// <seealso href="https://learn.microsoft.com/rest/api/storageservices/create-service-sas"/>
internal sealed class AzurePath(TokenFields fields) : PartWriter
{
    public static readonly MessagePart Part = new("azure_path", PathParts.Uri.Form)
    {
        Writer = (_, settings) => new AzurePath(settings.Fields),
        Content = PartContent.Path,
    };

    private const int MaxDepth = 64;

    private readonly int _kind = fields.IndexOf("sr");
    private readonly int _depth = fields.IndexOf("sdd");

    // An unknown kind is refused, and so is a path that is not below the directory, or that could be read in two ways.
    public override bool TryWrite<TRequest>(ref ByteWriter writer, ref MessageSource<TRequest> source)
    {
        var kind = source.Values[_kind];
        if (kind.SequenceEqual("b"u8) || kind.SequenceEqual("bs"u8) || kind.SequenceEqual("bv"u8))
            return PathParts.TryWriteDecoded(ref writer, source.Path);

        var depth = 0;
        if (kind.SequenceEqual("d"u8) ? !TryReadDepth(source.Values[_depth], out depth) : !kind.SequenceEqual("c"u8)) return false;
        return TryTake(source.Path, segments: 1 + depth, out var folder) && PathParts.TryWriteDecoded(ref writer, folder);
    }

    private static bool TryReadDepth(ReadOnlySpan<byte> text, out int depth) =>
        Utf8Parser.TryParse(text, out depth, out var read) && read == text.Length && depth is >= 0 and <= MaxDepth;

    // The first segments of a path that has as many.
    private static bool TryTake(ReadOnlySpan<byte> path, int segments, out ReadOnlySpan<byte> folder)
    {
        folder = default;
        if (RequestPath.IsAmbiguous(path)) return false;
        var length = 0;
        for (; segments > 0; segments--)
        {
            if (length + 1 >= path.Length) return false;
            var end = path[(length + 1)..].IndexOf((byte)'/');
            length = end < 0 ? path.Length : length + 1 + end;
        }

        folder = path[..length];
        return true;
    }
}

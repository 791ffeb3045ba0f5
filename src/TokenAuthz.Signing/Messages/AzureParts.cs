using System.Buffers.Text;
using TokenAuthz.Signing.Filters;
using TokenAuthz.Signing.Requests;
using TokenAuthz.Signing.Tokens;

namespace TokenAuthz.Signing.Messages;

/// <summary>The parts of the text that a shared access signature of Azure
/// Storage signs, which differ by its kind and its version.</summary>
/// <seealso href="https://learn.microsoft.com/rest/api/storageservices/create-service-sas"/>
internal sealed class AzureParts(TokenFields fields)
{
    private const int MaxDepth = 64;

    private readonly int _version = fields.IndexOf("sv");
    private readonly int _resource = fields.IndexOf("sr");
    private readonly int _depth = fields.IndexOf("sdd");
    private readonly int _snapshot = fields.IndexOf("snapshot");
    private readonly int _versionId = fields.IndexOf("versionid");
    private readonly int _scope = fields.IndexOf("ses");

    /// <summary>Writes the path of what the signature opens, decoded: the blob, a directory of some depth, or the container.</summary>
    /// <returns>False when the kind is unknown, or the path is not below a directory or could be read in two ways.</returns>
    public bool TryWritePath(ref ByteWriter writer, scoped ReadOnlySpan<byte> path, scoped in FieldValues values)
    {
        var kind = values[_resource];
        if (kind.SequenceEqual("b"u8) || kind.SequenceEqual("bs"u8) || kind.SequenceEqual("bv"u8))
            return PathParts.TryWriteDecoded(ref writer, path);

        var depth = 0;
        if (kind.SequenceEqual("d"u8) ? !TryReadDepth(values[_depth], out depth) : !kind.SequenceEqual("c"u8)) return false;
        return TryTake(path, segments: 1 + depth, out var folder) && PathParts.TryWriteDecoded(ref writer, folder);
    }

    /// <summary>Writes the snapshot or the version of the blob, if the signature is for one.</summary>
    public void WriteSnapshot(ref ByteWriter writer, scoped in FieldValues values)
    {
        if (values[_resource].SequenceEqual("bs"u8)) writer.Append(values[_snapshot]);
        else if (values[_resource].SequenceEqual("bv"u8)) writer.Append(values[_versionId]);
    }

    /// <summary>Writes the line of the encryption scope, which came with version 2020-12-06.</summary>
    /// <returns>False when the version is no date, or the scope has a line feed.</returns>
    public bool TryWriteScope(ref ByteWriter writer, scoped in FieldValues values)
    {
        var version = values[_version];
        if (version.Length != "2020-12-06".Length || values[_scope].Contains((byte)'\n')) return false;
        if (version.SequenceCompareTo("2020-12-06"u8) < 0) return true;
        writer.Append(values[_scope]);
        writer.Append((byte)'\n');
        return true;
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

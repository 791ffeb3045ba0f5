using System.Collections.Immutable;
using TokenAuthz.Signing.Filters;
using TokenAuthz.Signing.Requests;
using TokenAuthz.Signing.Tokens;

namespace TokenAuthz.Signing.Messages;

/// <summary>The parts of a message that are made of the path.</summary>
internal static class PathParts
{
    /// <summary>In how many spellings the path may stand where no prefix does.</summary>
    public const int PrefixSpellings = 2;

    /// <summary>
    /// Writes the path percent-decoded. A path with a dot segment or an encoded slash is refused, because the upstream could
    /// serve another path than the signed one.
    /// </summary>
    public static bool TryWriteDecoded(ref ByteWriter writer, scoped ReadOnlySpan<byte> path)
    {
        var room = writer.Reserve(path.Length);
        if (!PercentEncoding.TryDecode(path, room, out var length)) return false;
        var decoded = room[..length];
        if (decoded.Count((byte)'/') != path.Count((byte)'/') || decoded.ContainsAny((byte)0, (byte)'\\')) return false;
        if (RequestPath.HasDotSegment(decoded)) return false;
        writer.Advance(length);
        return true;
    }

    /// <summary>
    /// Writes the path up to its last slash, percent-decoded. An ambiguous path is refused, because the token opens the whole folder
    /// and a server could take the path for one outside of it.
    /// </summary>
    public static bool TryWriteDirectory(ref ByteWriter writer, scoped ReadOnlySpan<byte> path)
    {
        if (RequestPath.IsAmbiguous(path)) return false;
        AppendDecoded(ref writer, path[..(path.LastIndexOf((byte)'/') + 1)]);
        return true;
    }

    /// <summary>
    /// Writes the path without its ending, if that is one of a few, percent-decoded; an ambiguous path is refused as for a directory.
    /// </summary>
    public static bool TryWriteStem(ref ByteWriter writer, scoped ReadOnlySpan<byte> path, ImmutableArray<byte[]> endings)
    {
        if (RequestPath.IsAmbiguous(path)) return false;
        foreach (var ending in endings)
        {
            if (!path.EndsWith(ending)) continue;
            path = path[..^ending.Length];
            break;
        }

        AppendDecoded(ref writer, path);
        return true;
    }

    // The escapes of a path that is not ambiguous are well-formed, and hide no separator.
    private static void AppendDecoded(ref ByteWriter writer, scoped ReadOnlySpan<byte> path)
    {
        _ = PercentEncoding.TryDecode(path, writer.Reserve(path.Length), out var length);
        writer.Advance(length);
    }

    /// <summary>Writes the prefix that the token opens, decoded, or the path: as it is, or in the second spelling decoded.</summary>
    public static bool TryWritePrefix(
        ref ByteWriter writer, scoped ReadOnlySpan<byte> path, int spelling, MessageSettings settings, scoped in FieldValues values)
    {
        var hasPrefix = values.Has(settings.Prefix);
        if (spelling > 0) return !hasPrefix && TryWriteUnescaped(ref writer, path);
        if (!hasPrefix)
        {
            writer.Append(path);
            return true;
        }

        var prefix = values[settings.Prefix];
        if (!PercentEncoding.TryDecode(prefix, writer.Reserve(prefix.Length), out var length)) return false;
        writer.Advance(length);
        return true;
    }

    // A decoded path that holds an escape would be another path's spelling: an ambiguous path has none of these.
    private static bool TryWriteUnescaped(ref ByteWriter writer, scoped ReadOnlySpan<byte> path)
    {
        if (!path.Contains((byte)'%') || RequestPath.IsAmbiguous(path)) return false;
        AppendDecoded(ref writer, path);
        return true;
    }

    /// <summary>Writes <c>~url=</c> and the path for a token without an acl.</summary>
    public static bool TryWriteUrlBinding(
        ref ByteWriter writer, scoped ReadOnlySpan<byte> path, int spelling, MessageSettings settings, scoped in FieldValues values)
    {
        if (values.Has(settings.Acl)) return spelling == 0;
        writer.Append("~url="u8);
        if (settings.EscapeUrl) return AkamaiEscapes.TryWrite(ref writer, path, spelling);
        writer.Append(path);
        return true;
    }
}

using System.Collections.Immutable;
using TokenAuthz.Signing.Filters;
using TokenAuthz.Signing.Requests;
using TokenAuthz.Signing.Tokens;

namespace TokenAuthz.Signing.Messages;

/// <summary>The parts of a message that are made of the path.</summary>
internal static class PathParts
{
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
    /// Writes the path up to its last slash. An ambiguous path is refused, because the token opens the whole folder and a server
    /// could take the path for one outside of it.
    /// </summary>
    public static bool TryWriteDirectory(ref ByteWriter writer, scoped ReadOnlySpan<byte> path)
    {
        if (RequestPath.IsAmbiguous(path)) return false;
        writer.Append(path[..(path.LastIndexOf((byte)'/') + 1)]);
        return true;
    }

    /// <summary>Writes the path without its ending, if that is one of a few; an ambiguous path is refused as for a directory.</summary>
    public static bool TryWriteStem(ref ByteWriter writer, scoped ReadOnlySpan<byte> path, ImmutableArray<byte[]> endings)
    {
        if (RequestPath.IsAmbiguous(path)) return false;
        foreach (var ending in endings)
        {
            if (!path.EndsWith(ending)) continue;
            path = path[..^ending.Length];
            break;
        }

        writer.Append(path);
        return true;
    }

    /// <summary>Writes the prefix that the token opens, decoded, or the path.</summary>
    public static bool TryWritePrefix(
        ref ByteWriter writer, scoped ReadOnlySpan<byte> path, MessageSettings settings, scoped in FieldValues values)
    {
        if (values.Has(settings.Prefix))
        {
            var prefix = values[settings.Prefix];
            if (!PercentEncoding.TryDecode(prefix, writer.Reserve(prefix.Length), out var length)) return false;
            writer.Advance(length);
        }
        else
        {
            writer.Append(path);
        }

        return true;
    }

    /// <summary>Writes <c>~url=</c> and the path for a token without an acl.</summary>
    public static void WriteUrlBinding(
        ref ByteWriter writer, scoped ReadOnlySpan<byte> path, MessageSettings settings, scoped in FieldValues values)
    {
        if (values.Has(settings.Acl)) return;
        writer.Append("~url="u8);
        if (settings.EscapeUrl) WriteEscaped(ref writer, path);
        else writer.Append(path);
    }

    // As Akamai's libraries do: all but letters, digits and _.- become lower-case escapes, the percent signs of escapes too.
    private static void WriteEscaped(ref ByteWriter writer, scoped ReadOnlySpan<byte> path)
    {
        Span<byte> escape = stackalloc byte[3];
        foreach (var value in path)
        {
            if (char.IsAsciiLetterOrDigit((char)value) || value is (byte)'_' or (byte)'.' or (byte)'-')
            {
                writer.Append(value);
                continue;
            }

            escape[0] = (byte)'%';
            _ = Convert.TryToHexStringLower([value], escape[1..], out _);
            writer.Append(escape);
        }
    }
}

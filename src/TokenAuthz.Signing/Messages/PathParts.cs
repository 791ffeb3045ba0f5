using TokenAuthz.Signing.Filters;
using TokenAuthz.Signing.Requests;

namespace TokenAuthz.Signing.Messages;

/// <summary>The parts of a message that are made of the path alone.</summary>
internal static class PathParts
{
    /// <summary>The signed path, percent-decoded, as in nginx's <c>$uri</c>.</summary>
    public static readonly MessagePart Uri =
        Of("uri", new() { Bytes = HttpBytes.DecodedPath, Start = (byte)'/', MayBeRestricted = true }, TryWriteDecoded);

    /// <summary><see cref="Uri"/> without its leading slash, as in nginx's <c>secure_link_secret</c>.</summary>
    public static readonly MessagePart RelativeUri =
        Of("relative_uri", new() { Bytes = HttpBytes.DecodedPath, MayBeRestricted = true }, TryWriteRelative);

    /// <summary>The signed path up to its last slash, and that slash, percent-decoded: all files of a folder share a token.</summary>
    public static readonly MessagePart Directory = Of(
        "directory",
        new() { Bytes = HttpBytes.DecodedPath, Start = (byte)'/', End = (byte)'/', MayBeRestricted = true },
        TryWriteDirectory);

    /// <summary>In how many spellings <c>{path:or_empty}</c> stands: as it is, and the path <c>/</c> left out.</summary>
    public const int RootSpellings = 2;

    /// <summary>
    /// Writes a path percent-decoded. A path with a dot segment or an encoded slash is refused, because the upstream could
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

    /// <summary>Appends a text percent-decoded; false when an escape of it is ill-formed.</summary>
    public static bool TryAppendDecoded(scoped ref ByteWriter writer, scoped ReadOnlySpan<byte> text)
    {
        if (!PercentEncoding.TryDecode(text, writer.Reserve(text.Length), out var length)) return false;
        writer.Advance(length);
        return true;
    }

    /// <summary>Appends a path that is not ambiguous, percent-decoded: its escapes are well-formed, and hide no separator.</summary>
    public static void AppendDecoded(ref ByteWriter writer, scoped ReadOnlySpan<byte> path) => _ = TryAppendDecoded(ref writer, path);

    private static bool TryWriteRelative(ref ByteWriter writer, scoped ReadOnlySpan<byte> path) =>
        path is [(byte)'/', .. var relative] && TryWriteDecoded(ref writer, relative);

    // An ambiguous path is refused, because the token opens the whole folder and a server could take the path for one outside of it.
    private static bool TryWriteDirectory(ref ByteWriter writer, scoped ReadOnlySpan<byte> path)
    {
        if (RequestPath.IsAmbiguous(path)) return false;
        AppendDecoded(ref writer, path[..(path.LastIndexOf((byte)'/') + 1)]);
        return true;
    }

    private static MessagePart Of(string name, TextForm form, PathWriter.Function write) => new(name, form)
    {
        Writer = (_, _) => new PathWriter(write),
        Content = PartContent.Path,
    };
}

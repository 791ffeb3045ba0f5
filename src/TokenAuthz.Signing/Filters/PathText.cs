namespace TokenAuthz.Signing.Filters;

/// <summary>The normal form of a path.</summary>
internal static class PathText
{
    /// <summary>Writes a path that ends in a slash.</summary>
    /// <param name="path">The path.</param>
    /// <param name="result">Room for one byte more than the path has.</param>
    /// <returns>How many bytes were written.</returns>
    public static int WithSlash(ReadOnlySpan<byte> path, Span<byte> result)
    {
        path.CopyTo(result);
        if (path is [.., (byte)'/']) return path.Length;
        result[path.Length] = (byte)'/';
        return path.Length + 1;
    }

    /// <summary>
    /// Writes a path without dot segments (RFC 3986, section 5.2.4) and without empty segments, as Signature Version 4 does for all
    /// services but S3. An empty path becomes a slash.
    /// </summary>
    /// <param name="path">The path, not decoded.</param>
    /// <param name="result">Room for one byte more than the path has.</param>
    /// <returns>How many bytes were written; -1 when the path does not begin with a slash.</returns>
    public static int Normalize(ReadOnlySpan<byte> path, Span<byte> result)
    {
        result[0] = (byte)'/';
        if (path.IsEmpty) return 1;
        if (path[0] != '/') return -1;

        // The result ends in a slash before each segment.
        var length = 1;
        for (var rest = path[1..]; ;)
        {
            var end = rest.IndexOf((byte)'/');
            var segment = end < 0 ? rest : rest[..end];
            if (segment is [(byte)'.', (byte)'.'])
            {
                length = result[..(length - 1)].LastIndexOf((byte)'/') + 1;
                if (length == 0) length = 1;
            }
            else if (segment is not ([] or [(byte)'.']))
            {
                segment.CopyTo(result[length..]);
                length += segment.Length;
                if (end >= 0) result[length++] = (byte)'/';
            }

            if (end < 0) return length;
            rest = rest[(end + 1)..];
        }
    }
}

namespace TokenAuthz.Signing.Requests;

/// <summary>Splits a request target, and tells ambiguous paths.</summary>
public static class RequestPath
{
    /// <summary>The target up to its query.</summary>
    public static ReadOnlySpan<byte> Of(ReadOnlySpan<byte> target)
    {
        var end = target.IndexOf((byte)'?');
        return end < 0 ? target : target[..end];
    }

    /// <summary>The target after its first question mark; empty when it has none.</summary>
    public static ReadOnlySpan<byte> QueryOf(ReadOnlySpan<byte> target)
    {
        var end = target.IndexOf((byte)'?');
        return end < 0 ? default : target[(end + 1)..];
    }

    /// <summary>
    /// Whether a server could take the path for another one: it has dot segments, empty segments, backslashes, path parameters,
    /// encoded characters that need no encoding (RFC 3986, section 2.3) or that separate, or does not begin with a slash.
    /// A rule that opens several paths must not open an ambiguous one.
    /// </summary>
    public static bool IsAmbiguous(ReadOnlySpan<byte> path)
    {
        if (path.IsEmpty || path[0] != '/' || path.IndexOfAny((byte)'\\', (byte)';', (byte)'#') >= 0) return true;
        if (path.IndexOf("//"u8) >= 0 || HasDotSegment(path)) return true;
        for (var rest = path; ;)
        {
            var percent = rest.IndexOf((byte)'%');
            if (percent < 0) return false;
            rest = rest[(percent + 1)..];
            if (!PercentEncoding.TryDecodePair(rest, out var value) || IsAmbiguousWhenEncoded(value)) return true;
        }
    }

    private static bool IsAmbiguousWhenEncoded(byte value) =>
        PercentEncoding.IsUnreserved(value)
        || value is (byte)'/' or (byte)'?' or (byte)'#' or (byte)'\\' or (byte)';' or (byte)'%' or < 0x20 or 0x7f;

    /// <summary>Whether a segment is <c>.</c> or <c>..</c>.</summary>
    public static bool HasDotSegment(ReadOnlySpan<byte> path)
    {
        foreach (var segment in path.Split((byte)'/'))
        {
            if (path[segment] is [(byte)'.'] or [(byte)'.', (byte)'.']) return true;
        }

        return false;
    }
}

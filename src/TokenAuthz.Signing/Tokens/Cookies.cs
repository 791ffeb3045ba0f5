using TokenAuthz.Signing.Requests;

namespace TokenAuthz.Signing.Tokens;

/// <summary>Finds a cookie in a Cookie header (RFC 6265, section 4.2).</summary>
internal static class Cookies
{
    /// <summary>Finds a cookie.</summary>
    /// <param name="header">The header.</param>
    /// <param name="name">The cookie's name.</param>
    /// <param name="isFirst">
    /// Whether the first of several cookies of the name counts, which is that of the longest path (section 5.4).
    /// </param>
    /// <param name="value">The value, if exactly one cookie counts.</param>
    public static HeaderCount Find(ReadOnlySpan<byte> header, ReadOnlySpan<byte> name, bool isFirst, out ReadOnlySpan<byte> value)
    {
        value = default;
        var count = HeaderCount.None;
        foreach (var range in header.Split((byte)';'))
        {
            var pair = header[range].Trim((byte)' ');
            if (pair.Length <= name.Length || pair[name.Length] != '=' || !pair.StartsWith(name)) continue;
            if (count is HeaderCount.One) return isFirst ? count : HeaderCount.Several;
            count = HeaderCount.One;
            value = pair[(name.Length + 1)..];
        }

        return count;
    }
}

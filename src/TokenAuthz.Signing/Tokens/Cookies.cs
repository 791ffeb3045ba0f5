using TokenAuthz.Signing.Requests;

namespace TokenAuthz.Signing.Tokens;

/// <summary>Finds a cookie in a Cookie header (RFC 6265, section 4.2).</summary>
internal static class Cookies
{
    /// <summary>Finds a cookie; its value is set if the header has exactly one of the name.</summary>
    public static HeaderCount Find(ReadOnlySpan<byte> header, ReadOnlySpan<byte> name, out ReadOnlySpan<byte> value)
    {
        value = default;
        var count = HeaderCount.None;
        foreach (var range in header.Split((byte)';'))
        {
            var pair = header[range].Trim((byte)' ');
            if (pair.Length <= name.Length || pair[name.Length] != '=' || !pair.StartsWith(name)) continue;
            if (count is HeaderCount.One) return HeaderCount.Several;
            count = HeaderCount.One;
            value = pair[(name.Length + 1)..];
        }

        return count;
    }
}

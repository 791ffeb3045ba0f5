using System.Globalization;
using System.Text;

namespace TokenAuthz.Http;

/// <summary>
/// Encodes the bytes that no request line can hold in a path that APISIX names decoded (<c>$uri</c>). A client has to
/// percent-encode such a byte, so that one spelling only is possible. Every other character may have been sent either way, and stays.
/// </summary>
internal static class DecodedPath
{
    /// <summary>Encodes the path; the query is named as it was sent.</summary>
    /// <param name="target">Path and query, each character a byte.</param>
    public static string Encode(string target)
    {
        var end = target.IndexOf('?', StringComparison.Ordinal);
        var path = target.AsSpan(0, end < 0 ? target.Length : end);
        if (path.IndexOfAnyExceptInRange('!', '~') < 0 && !path.Contains('#')) return target;

        var encoded = new StringBuilder(target.Length + 32);
        foreach (var c in path)
        {
            if (c is >= '!' and <= '~' and not '#') encoded.Append(c);
            else encoded.Append(CultureInfo.InvariantCulture, $"%{(int)c:X2}");
        }

        return encoded.Append(target, path.Length, target.Length - path.Length).ToString();
    }
}

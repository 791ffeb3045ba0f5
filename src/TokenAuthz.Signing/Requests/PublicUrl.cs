using System.Text;

namespace TokenAuthz.Signing.Requests;

/// <summary>The scheme and the host of the URL that clients use, where a gateway does not tell them or tells others.</summary>
/// <param name="Scheme"><c>https</c> or <c>http</c>; empty when it is not known.</param>
/// <param name="Host">The host, with its port if the URL has one; empty for the host of the request.</param>
internal sealed record PublicUrl(byte[] Scheme, byte[] Host)
{
    private static readonly PublicUrl Unknown = new([], []);

    /// <summary>Reads <c>https://</c> or <c>https://api.example.com:8443</c>; null when neither is known.</summary>
    /// <exception cref="FormatException">The text is ill-formed.</exception>
    public static PublicUrl Parse(string? text)
    {
        if (text is null) return Unknown;
        var (scheme, host) = text.Split("://", 2) is [var before, var behind] ? (before, behind) : ("", "");
        if (scheme is not ("https" or "http")
            || host.Any(c => !char.IsAsciiLetterOrDigit(c) && !"-._:[]".Contains(c, StringComparison.Ordinal)))
            throw new FormatException(
                "write https:// or http://, and behind it the host if gateways send another, as in https://api.example.com");
        return new(Encoding.ASCII.GetBytes(scheme), Encoding.ASCII.GetBytes(host));
    }
}

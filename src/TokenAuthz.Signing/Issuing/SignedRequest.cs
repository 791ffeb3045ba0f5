using System.Collections.Immutable;

namespace TokenAuthz.Signing.Issuing;

/// <summary>A request with its token.</summary>
/// <param name="UrlScheme">The URL's scheme.</param>
/// <param name="Host">The host; empty when it is not known.</param>
/// <param name="Target">Path and query, with the parts of the token in them.</param>
/// <param name="Headers">The headers to add.</param>
public sealed record SignedRequest(string UrlScheme, string Host, string Target, ImmutableArray<KeyValuePair<string, string>> Headers)
{
    /// <summary>The body, of a token that is in the body; null where the body is the request's own.</summary>
    public ReadOnlyMemory<byte>? Body { get; init; }

    /// <summary>The URL; the target alone when the host is not known.</summary>
    public string Url => Host.Length == 0 ? Target : $"{UrlScheme}://{Host}{Target}";
}

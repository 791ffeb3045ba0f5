using System.Collections.Immutable;
using TokenAuthz.Signing.Requests;

namespace TokenAuthz.Signing.Issuing;

/// <summary>A request that is to be signed.</summary>
public sealed record UnsignedRequest
{
    /// <summary>The method.</summary>
    public string Method { get; init; } = "GET";

    /// <summary>The URL's scheme.</summary>
    public string UrlScheme { get; init; } = "https";

    /// <summary>The host, with its port if the URL has one; empty when it is not known.</summary>
    public string Host { get; init; } = "";

    /// <summary>Path and query, ASCII, as the client will send them.</summary>
    public required string Target { get; init; }

    /// <summary>The headers that the client will send and the scheme may sign; names in any case.</summary>
    public ImmutableDictionary<string, string> Headers { get; init; } =
        ImmutableDictionary<string, string>.Empty.WithComparers(StringComparer.OrdinalIgnoreCase);

    /// <summary>The body.</summary>
    public ReadOnlyMemory<byte> Body { get; init; }

    /// <summary>The client's address, for formats that bind it.</summary>
    public ClientAddress ClientAddress { get; init; }

    /// <summary>How long the token holds from now; null for the scheme's ttl.</summary>
    public TimeSpan? Lifetime { get; init; }

    /// <summary>The form of the token, of those that the scheme has; null for the first.</summary>
    public string? Form { get; init; }

    /// <summary>Values of free fields of the token, such as <c>uid</c> or <c>acl</c>.</summary>
    public ImmutableDictionary<string, string> Fields { get; init; } = ImmutableDictionary<string, string>.Empty;
}

namespace TokenAuthz.Signing.Messages;

/// <summary>The parts of a request that a part of a message holds. The safety of a scheme depends on it.</summary>
[Flags]
internal enum PartContent
{
    None = 0,

    /// <summary>All of the target, so that a token in the path or the query would be in its own message.</summary>
    Target = 1 << 0,

    /// <summary>The path, or what remains of it behind a token in the path.</summary>
    Path = 1 << 1,

    /// <summary>The query, or some of its parameters.</summary>
    Query = 1 << 2,

    /// <summary>The query with the parameter that the signature is in.</summary>
    QueryAndSignature = 1 << 3,

    /// <summary>The query up to the signature, which is its last parameter.</summary>
    QueryToSignature = 1 << 4,

    Body = 1 << 5,

    /// <summary>The scheme of the URL, which a gateway does not tell, or a port that depends on it.</summary>
    UrlScheme = 1 << 6,

    /// <summary>The headers that a token lists, its times, and the request target.</summary>
    ListedHeaders = 1 << 7,

    ClientAddress = 1 << 8,
}

namespace TokenAuthz.Signing.Messages;

/// <summary>What one piece of a message is. The names in templates are these in lower case, with underscores.</summary>
internal enum MessagePart
{
    /// <summary>A text of the template itself.</summary>
    Literal,

    /// <summary>A field of the token, as it stands in the request.</summary>
    Field,

    /// <summary>The key.</summary>
    Key,

    /// <summary>The scheme's salt.</summary>
    Salt,

    /// <summary>The method.</summary>
    Method,

    /// <summary>The host, with its port if one was sent.</summary>
    Host,

    /// <summary>The signed path, as on the wire.</summary>
    Path,

    /// <summary>The signed path up to its last slash, and that slash: all files of a folder share a token.</summary>
    Directory,

    /// <summary>The signed path, percent-decoded, as nginx's <c>$uri</c>.</summary>
    Uri,

    /// <summary>The signed path without its file's ending, when that is one of the scheme's.</summary>
    Stem,

    /// <summary>Path and query, as on the wire.</summary>
    Target,

    /// <summary>Path and query up to the signature, which is the last parameter.</summary>
    SignedTarget,

    /// <summary>Scheme, host and <see cref="SignedTarget"/>.</summary>
    SignedUrl,

    /// <summary>The query without the signature's parameter.</summary>
    Query,

    /// <summary>The parameters sorted by name, as APISIX does.</summary>
    SortedQuery,

    /// <summary>The parameters that no locator reads, decoded, sorted, <c>k=v</c> joined by <c>&amp;</c>, as Bunny does.</summary>
    OtherParameters,

    /// <summary>The client's address in its usual notation.</summary>
    ClientAddress,

    /// <summary>The client's address in network order, an IPv6 one cut to its prefix; nothing when the token does not bind it.</summary>
    PackedAddress,

    /// <summary>The prefix that the token opens, percent-decoded, or the path when it names none.</summary>
    PrefixOrPath,

    /// <summary><c>~url=</c> and the path, when the token names no acl, as Akamai does.</summary>
    UrlBinding,

    /// <summary><c>~salt=</c> and the salt, when the scheme has one, as Akamai does.</summary>
    SaltBinding,

    /// <summary>The signed headers, <c>Name:value</c>, a line each.</summary>
    SignedHeaders,

    /// <summary>The signature base of RFC 9421, section 2.5.</summary>
    SignatureBase,

    /// <summary>The body.</summary>
    Body,
}

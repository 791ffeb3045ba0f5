namespace TokenAuthz.Signing.Messages;

/// <summary>
/// The source of a piece of a message. The names of the members, in lower case with underscores, are the names in templates:
/// renaming a member changes the language of every user's schemes.
/// </summary>
internal enum MessagePart
{
    /// <summary>A literal text of the template.</summary>
    Literal,

    /// <summary>A field of the token, as it stands in the request.</summary>
    Field,

    /// <summary>A message of its own, which filters are applied to.</summary>
    Named,

    /// <summary>The value of one header: <c>{header:date}</c>.</summary>
    Header,

    /// <summary>The value of one parameter of the query, as on the wire: <c>{query:id}</c>.</summary>
    Parameter,

    /// <summary>The key.</summary>
    Key,

    /// <summary>The scheme's salt.</summary>
    Salt,

    /// <summary>The method.</summary>
    Method,

    /// <summary>The host, with its port if the client sent one.</summary>
    Host,

    /// <summary>The signed path, as on the wire.</summary>
    Path,

    /// <summary>The signed path up to its last slash, and that slash, percent-decoded: all files of a folder share a token.</summary>
    Directory,

    /// <summary>The signed path, percent-decoded, as in nginx's <c>$uri</c>.</summary>
    Uri,

    /// <summary><see cref="Uri"/> without its leading slash, as in nginx's <c>secure_link_secret</c>.</summary>
    RelativeUri,

    /// <summary>The query with a question mark in front; nothing where there is no query, as nginx's <c>$is_args$args</c>.</summary>
    Args,

    /// <summary>The signed path without its file's ending, if the ending is one of the scheme's, percent-decoded.</summary>
    Stem,

    /// <summary>Path and query, as on the wire.</summary>
    Target,

    /// <summary>Path and query up to the signature, which is the last parameter.</summary>
    SignedTarget,

    /// <summary>Scheme, host and <see cref="SignedTarget"/>.</summary>
    SignedUrl,

    /// <summary>Scheme, host, path, and the query without the parameters of the token, as on the wire.</summary>
    Url,

    /// <summary>The URL's scheme: <c>https</c>.</summary>
    Scheme,

    /// <summary>The host in lower case, without the default port of the URL's scheme.</summary>
    Authority,

    /// <summary>The port of the URL: the host's, or the default one of the scheme.</summary>
    Port,

    /// <summary>The query without the signature's parameter.</summary>
    Query,

    /// <summary>The parameters sorted by name, as APISIX does.</summary>
    SortedQuery,

    /// <summary>The parameters that no locator reads, decoded, sorted, <c>k=v</c> joined by <c>&amp;</c>, as Bunny does.</summary>
    OtherParameters,

    /// <summary>The client's address in its usual notation.</summary>
    ClientAddress,

    /// <summary>The client's address in network order, an IPv6 one cut to its prefix; empty if the token does not bind it.</summary>
    PackedAddress,

    /// <summary>The prefix that the token opens, percent-decoded, or the path of a token without a prefix.</summary>
    PrefixOrPath,

    /// <summary><c>~url=</c> and the path, if the token has no acl, as Akamai does.</summary>
    UrlBinding,

    /// <summary>The fields of a token of Google's Media CDN, with the path and the headers that it names.</summary>
    EdgeCacheToken,

    /// <summary><c>~salt=</c> and the salt, if the scheme has one, as Akamai does.</summary>
    SaltBinding,

    /// <summary>The headers that the token lists, or those of <c>SignedHeaders</c>: <c>Name:value</c>, a line each.</summary>
    HeaderLines,

    /// <summary>The headers that the token lists, as in draft-cavage-http-signatures.</summary>
    SigningString,

    /// <summary>The headers that the token lists, as Kong's hmac-auth signs them.</summary>
    KongSigningString,

    /// <summary>The key's id and the headers that the token lists, as APISIX's hmac-auth signs them since version 3.11.</summary>
    ApisixSigningString,

    /// <summary>The parameters of query, form body and token, decoded, encoded and sorted, as OAuth 1.0 does.</summary>
    OauthParameters,

    /// <summary>The path that an Azure storage SAS opens, decoded: of the blob, its directory or its container.</summary>
    AzurePath,

    /// <summary>The snapshot or the version of a blob that an Azure storage SAS opens; empty for the blob itself.</summary>
    AzureSnapshot,

    /// <summary>The encryption scope of an Azure storage SAS and a line feed, from the version on that signs it.</summary>
    AzureScope,

    /// <summary>The query as AWS Signature Version 4 signs it: <c>{canonical_query}</c>, <c>{canonical_query:NAME}</c>.</summary>
    CanonicalQuery,

    /// <summary>The headers that the field <c>signed_headers</c> lists, as AWS Signature Version 4 signs them.</summary>
    CanonicalHeaders,

    /// <summary>The signature base of RFC 9421, section 2.5.</summary>
    SignatureBase,

    /// <summary>The body.</summary>
    Body,
}

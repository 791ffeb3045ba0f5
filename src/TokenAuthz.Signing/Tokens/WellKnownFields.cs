using System.Collections.Immutable;

namespace TokenAuthz.Signing.Tokens;

/// <summary>The fields of a token that have a meaning; a field of any other name is only signed.</summary>
internal static class WellKnownFields
{
    /// <summary>The fields that are times, so that they may have a format: <c>{issued:hex}</c>.</summary>
    public static readonly ImmutableArray<string> Times = [Issued, Expires, NotBefore];

    /// <summary>The signature.</summary>
    public const string Signature = "sig";

    /// <summary>The id of the key that signed.</summary>
    public const string KeyId = "kid";

    /// <summary>The time at which the token was made; the token holds for the scheme's ttl from then.</summary>
    public const string Issued = "issued";

    /// <summary>The last instant at which the token holds.</summary>
    public const string Expires = "expires";

    /// <summary>The first instant at which the token holds.</summary>
    public const string NotBefore = "not_before";

    /// <summary>How many seconds the token holds after <see cref="Issued"/>, in place of the scheme's ttl.</summary>
    public const string Lifetime = "lifetime";

    /// <summary>The rest of the path behind a token in the path, with its leading slash.</summary>
    public const string Path = "path";

    /// <summary>The path in front of a token in the path, with a slash at its end: the token opens everything below.</summary>
    public const string Folder = "folder";

    /// <summary>Globs, separated by exclamation marks; the path has to match one of them.</summary>
    public const string Acl = "acl";

    /// <summary>The text that the path or the URL has to begin with.</summary>
    public const string Prefix = "prefix";

    /// <summary>The URL that the token opens, with CloudFront's wildcards; without it, the token opens every URL.</summary>
    public const string Resource = "resource";

    /// <summary>The client's address, or a network or range that it has to be in: <c>192.0.2.0/24</c>.</summary>
    public const string Address = "address";

    /// <summary>A mark: the message of a token that has it holds the client's address.</summary>
    public const string AddressBound = "address_bound";

    /// <summary>The countries that the token may be used from, separated by commas.</summary>
    public const string Countries = "countries";

    /// <summary>The countries that the token must not be used from, separated by commas.</summary>
    public const string BlockedCountries = "blocked_countries";

    /// <summary>
    /// A mark, <c>true</c>: of the parameters, <c>{other_parameters}</c> holds only those that <c>Items</c> names. A token without it
    /// signs all of them.
    /// </summary>
    public const string IgnoreParameters = "ignore_parameters";

    /// <summary>A restriction that no scheme can check, such as a referer: a token that has it is denied.</summary>
    public const string Restriction = "restriction";

    /// <summary>A thing that no token may have, such as a critical extension of a JWT: a token that has it is invalid.</summary>
    public const string Forbidden = "forbidden";

    /// <summary>The name of the algorithm, which has to be that of the key.</summary>
    public const string Algorithm = "alg";

    /// <summary>A text that no two tokens share: the id of a JWT.</summary>
    public const string TokenId = "jti";

    /// <summary>A text that no two tokens share: a number used once.</summary>
    public const string Nonce = "nonce";

    /// <summary>The application that an RFC 9421 signature is made for.</summary>
    public const string Tag = "tag";

    /// <summary>The names of the headers in a canonical request, separated by semicolons.</summary>
    public const string SignedHeaders = "signed_headers";

    /// <summary>The components that an RFC 9421 signature covers.</summary>
    public const string Components = "components";

    /// <summary>The fields of a token of Google's Media CDN, with tildes between them.</summary>
    public const string List = "list";

    /// <summary>The parameters of an RFC 9421 signature, or of a token in the path.</summary>
    public const string Parameters = "parameters";
}

using System.Text;
using TokenAuthz.Signing.Requests;

namespace TokenAuthz.Signing.Rules;

/// <summary>
/// A URL with wildcards, as in CloudFront's custom policies (AWS, CloudFront developer guide, signed URLs): <c>*</c> is any text,
/// <c>?</c> one character, each within its section, which is the scheme, the domain, the path or the query. The first question mark
/// begins the query; a backslash before it, as some documents write, belongs to it.
/// </summary>
internal readonly ref struct UrlPattern
{
    // A host name has at most 253 characters (RFC 1035, section 2.3.4), and a port six.
    private const int MaxDomain = 260;

    private readonly ReadOnlySpan<byte> _scheme;
    private readonly ReadOnlySpan<byte> _domain;
    private readonly ReadOnlySpan<byte> _path;
    private readonly ReadOnlySpan<byte> _query;
    private readonly bool _isWellFormed;

    public UrlPattern(ReadOnlySpan<byte> text)
    {
        var end = text.IndexOf("://"u8);
        _scheme = end < 0 ? "*"u8 : text[..end];
        var rest = end < 0 ? text : text[(end + 3)..];
        _isWellFormed = end < 0 ? text.StartsWith("*"u8) : IsScheme(_scheme);

        var mark = rest.IndexOf("\\?"u8);
        var query = mark < 0 ? rest.IndexOf((byte)'?') : mark + 1;
        var location = query < 0 ? rest : rest[..(mark < 0 ? query : mark)];
        var slash = location.IndexOf((byte)'/');
        _domain = slash < 0 ? location : location[..slash];
        _path = slash >= 0 ? location[slash..] : _domain.EndsWith("*"u8) && query < 0 ? "/*"u8 : "/"u8;
        _query = query >= 0 ? rest[(query + 1)..] : _path.EndsWith("*"u8) ? "*"u8 : default;
    }

    /// <summary>Whether a URL matches.</summary>
    /// <param name="scheme">The URL's scheme; empty when it is not known, and then not compared.</param>
    /// <param name="host">The host, with its port if the URL has one; compared in any case.</param>
    /// <param name="path">The path. One that servers could read in two ways matches no wildcard but that of all paths.</param>
    /// <param name="query">The query; empty when there is none.</param>
    public bool Matches(ReadOnlySpan<byte> scheme, ReadOnlySpan<byte> host, ReadOnlySpan<byte> path, ReadOnlySpan<byte> query)
    {
        if (!_isWellFormed || _domain.Length > MaxDomain || host.Length > MaxDomain) return false;
        Span<byte> domain = stackalloc byte[MaxDomain];
        Span<byte> lower = stackalloc byte[MaxDomain];
        _ = Ascii.ToLower(_domain, domain, out var domainLength);
        _ = Ascii.ToLower(host, lower, out var hostLength);
        return domainLength == _domain.Length
            && hostLength == host.Length
            && (scheme.IsEmpty || IsMatch(_scheme, scheme))
            && IsMatch(domain[..domainLength], lower[..hostLength])
            && IsPathMatch(path)
            && IsMatch(_query, query);
    }

    // `http*` is an older spelling of both schemes.
    private static bool IsScheme(ReadOnlySpan<byte> text) =>
        text.SequenceEqual("https"u8) || text.SequenceEqual("http"u8) || text.SequenceEqual("*"u8) || text.SequenceEqual("http*"u8);

    private bool IsPathMatch(ReadOnlySpan<byte> path) =>
        _path.SequenceEqual("/*"u8)
        || _path.SequenceEqual(path)
        || ((!HasWildcard(_path) || !RequestPath.IsAmbiguous(path)) && IsMatch(_path, path));

    private static bool IsMatch(ReadOnlySpan<byte> pattern, ReadOnlySpan<byte> text) =>
        pattern.SequenceEqual(text) || (HasWildcard(pattern) && pattern.Length <= Glob.MaxLength && Glob.IsMatch(pattern, text));

    private static bool HasWildcard(ReadOnlySpan<byte> pattern) => pattern.ContainsAny((byte)'*', (byte)'?');
}

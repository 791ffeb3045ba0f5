using System.Collections.Immutable;
using TokenAuthz.Signing.Requests;

namespace TokenAuthz.Signing.Tokens;

/// <summary>
/// Tells a request without a token from one that carries it in another place than the scheme reads, such as the query in place of a
/// header. It is asked for denied requests only.
/// </summary>
internal sealed class TokenElsewhere
{
    // A longer query is not searched.
    private const int MaxQuery = 2048;

    private static readonly HeaderName Cookie = new("cookie");

    private readonly ImmutableArray<Place> _places;

    /// <param name="locators">Where the credentials of the scheme's tokens may be.</param>
    public TokenElsewhere(IEnumerable<TokenLocator> locators) =>
        _places = [.. locators.Where(locator => locator.Name.Length > 0).GroupBy(locator => locator.Name).Select(Place.Beside)];

    /// <summary>Whether a request without a token has one of its names in another place.</summary>
    public bool IsIn<TRequest>(ref TRequest request)
        where TRequest : struct, IRequestView, allows ref struct
    {
        var query = RequestPath.QueryOf(request.Target);
        if (query.Length > MaxQuery) query = default;
        if (request.Header(Cookie, out var cookies) is not HeaderCount.One) cookies = default;
        foreach (var place in _places)
        {
            if ((place.IsInQuery && QueryString.Find(query, place.Name, out _, out _) is not HeaderCount.None)
                || (place.IsInCookie && Cookies.Find(cookies, place.Name, isFirst: true, out _) is not HeaderCount.None)
                || (place.Header is { } header && request.Header(header, out _) is not HeaderCount.None))
                return true;
        }

        return false;
    }

    // A name, and where the scheme does not look for it.
    private sealed record Place(byte[] Name, HeaderName? Header, bool IsInQuery, bool IsInCookie)
    {
        public static Place Beside(IGrouping<string, TokenLocator> locators)
        {
            var read = locators.Select(locator => locator.Place).ToHashSet();
            var isHeader = !read.Contains(TokenPlace.Header) && HeaderName.IsToken(locators.Key);
            return new(
                locators.First().NameBytes,
                isHeader ? new(locators.Key) : null,
                !read.Contains(TokenPlace.Query),
                !read.Contains(TokenPlace.Cookie));
        }
    }
}

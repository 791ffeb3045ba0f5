using System.Text;
using TokenAuthz.Signing.Requests;

namespace TokenAuthz.Signing.Tokens;

/// <summary>One place of a request and the pattern of what stands there: <c>query:auth_key={issued}-{rand}-{uid}-{sig}</c>.</summary>
internal sealed class TokenLocator
{
    private static readonly HeaderName CookieHeader = new("cookie");

    private TokenLocator(TokenPlace place, string name, TokenPattern pattern)
    {
        (Place, Name, Pattern) = (place, name, pattern);
        NameBytes = Encoding.UTF8.GetBytes(name);
        Header = place switch
        {
            TokenPlace.Header => new(name),
            TokenPlace.Cookie => CookieHeader,
            _ => null,
        };
    }

    public TokenPlace Place { get; }

    /// <summary>The header's, parameter's or cookie's name; empty for the path.</summary>
    public string Name { get; }

    /// <summary>The name as it stands in a request.</summary>
    public byte[] NameBytes { get; }

    public TokenPattern Pattern { get; }

    /// <summary>The header to look in, when it is one.</summary>
    public HeaderName? Header { get; }

    /// <summary>Whether another locator looks at the same text.</summary>
    public bool IsAtPlaceOf(TokenLocator other) =>
        Place == other.Place
        && string.Equals(Name, other.Name, Place is TokenPlace.Header ? StringComparison.OrdinalIgnoreCase : StringComparison.Ordinal);

    /// <summary>Whether a text begins as a token here does; a path that does not, for one, holds none.</summary>
    public bool CanBegin(ReadOnlySpan<byte> text) => text.StartsWith(Pattern.Start);

    /// <summary>Finds the text that the pattern is to read.</summary>
    /// <param name="request">The request.</param>
    /// <param name="target">Its target, taken once.</param>
    /// <param name="text">The text, when there is exactly one.</param>
    public HeaderCount Find<TRequest>(scoped ref TRequest request, ReadOnlySpan<byte> target, out ReadOnlySpan<byte> text)
        where TRequest : struct, IRequestView
    {
        switch (Place)
        {
            case TokenPlace.Header:
                return request.Header(Header!, out text);
            case TokenPlace.Cookie:
                var count = request.Header(Header!, out var cookies);
                if (count is HeaderCount.One) return Cookies.Find(cookies, NameBytes, out text);
                text = default;
                return count;
            case TokenPlace.Query:
                return QueryString.Find(RequestPath.QueryOf(target), NameBytes, out text, out _);
            default:
                text = RequestPath.Of(target);
                return HeaderCount.One;
        }
    }

    /// <summary>Takes a locator apart.</summary>
    /// <exception cref="FormatException">It is ill-formed; the message says where.</exception>
    public static TokenLocator Parse(string text, FieldNames fields, Action<string, string?> addFormat)
    {
        var colon = text.IndexOf(':', StringComparison.Ordinal);
        if (colon < 0 || !Enum.TryParse<TokenPlace>(text[..colon], ignoreCase: true, out var place) || !string.Equals($"{place}", text[..colon], StringComparison.OrdinalIgnoreCase))
            throw new FormatException($"'{text}' does not begin with a place: write header:NAME=, query:NAME=, cookie:NAME= or path:, and then a pattern such as {{sig}}");
        var rest = text[(colon + 1)..];
        if (place is TokenPlace.Path) return new(place, "", TokenPattern.Parse(rest, fields, addFormat));

        var equals = rest.IndexOf('=', StringComparison.Ordinal);
        if (equals <= 0) throw new FormatException($"'{text}' has no pattern: write {text[..(colon + 1)]}NAME={{sig}}");
        try
        {
            return new(place, rest[..equals], TokenPattern.Parse(rest[(equals + 1)..], fields, addFormat));
        }
        catch (ArgumentException e)
        {
            throw new FormatException(e.Message, e);
        }
    }
}

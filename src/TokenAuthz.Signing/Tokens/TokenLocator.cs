using System.Diagnostics;
using System.Text;
using TokenAuthz.Signing.Requests;

namespace TokenAuthz.Signing.Tokens;

/// <summary>A place of a request and the pattern of the text there: <c>query:auth_key={issued}-{rand}-{uid}-{sig}</c>.</summary>
internal sealed class TokenLocator
{
    private static readonly HeaderName CookieHeader = new("cookie");

    private static ReadOnlySpan<byte> Comma => ", "u8;

    private TokenLocator(TokenPlace place, string name, TokenPattern pattern)
    {
        (Place, Name, Pattern) = (place, name, pattern);
        NameBytes = Encoding.UTF8.GetBytes(name);
        Header = place switch
        {
            TokenPlace.Header => new(name),
            TokenPlace.Cookie => CookieHeader,
            TokenPlace.Query or TokenPlace.Path => null,
            _ => throw new UnreachableException(),
        };
    }

    public TokenPlace Place { get; }

    /// <summary>The header's, parameter's or cookie's name; empty for the path.</summary>
    public string Name { get; }

    /// <summary>The name in bytes, as in a request.</summary>
    public byte[] NameBytes { get; }

    public TokenPattern Pattern { get; }

    /// <summary>Whether a request may lack the text, so that the token has none of its fields.</summary>
    public bool IsOptional { get; private init; }

    /// <summary>Whether a request may have the text on several lines, which are joined with commas (RFC 9110, section 5.3).</summary>
    public bool JoinsLines { get; private init; }

    /// <summary>Whether the first of several cookies of the name counts.</summary>
    public bool IsFirst { get; private init; }

    /// <summary>Whether the alternatives of the part are candidates: a request may have several, of which one has to pass.</summary>
    public bool IsCandidate { get; private init; }

    /// <summary>The numbers of those fields that every token has.</summary>
    public IEnumerable<int> RequiredFields => IsOptional ? [] : Pattern.RequiredFields;

    /// <summary>The header that the text is in; null for the query and the path.</summary>
    public HeaderName? Header { get; }

    /// <summary>The authentication scheme of a token in <c>Authorization</c>: <c>Bearer</c>; null for other tokens.</summary>
    public string? AuthenticationScheme { get; private init; }

    /// <summary>Whether another locator reads the same text.</summary>
    public bool IsAtPlaceOf(TokenLocator other) =>
        Place == other.Place
        && string.Equals(Name, other.Name, Place is TokenPlace.Header ? StringComparison.OrdinalIgnoreCase : StringComparison.Ordinal);

    /// <summary>Whether a text begins as a token here does, so that a path without a token is told from an ill-formed token.</summary>
    public bool CanBegin(ReadOnlySpan<byte> text) => Pattern.CanBegin(text);

    /// <summary>Finds the text for the pattern.</summary>
    /// <param name="request">The request.</param>
    /// <param name="target">The target of the request, which some views copy each time.</param>
    /// <param name="text">The text, if the place holds exactly one.</param>
    public HeaderCount Find<TRequest>(scoped ref TRequest request, ReadOnlySpan<byte> target, out ReadOnlySpan<byte> text)
        where TRequest : struct, IRequestView, allows ref struct
    {
        switch (Place)
        {
            case TokenPlace.Header:
                return request.Header(Header!, out text);
            case TokenPlace.Cookie:
                var count = request.Header(Header!, out var cookies);
                if (count is HeaderCount.One) return Cookies.Find(cookies, NameBytes, IsFirst, out text);
                text = default;
                return count;
            case TokenPlace.Query:
                return QueryString.Find(RequestPath.QueryOf(target), NameBytes, out text, out _);
            case TokenPlace.Path:
                text = RequestPath.Of(target);
                return HeaderCount.One;
            default:
                throw new UnreachableException();
        }
    }

    /// <summary>Joins the lines of a header with commas.</summary>
    /// <param name="request">The request.</param>
    /// <param name="arena">Receives the text.</param>
    /// <param name="text">The text.</param>
    /// <returns>False when the lines are too long.</returns>
    public bool TryJoin<TRequest>(scoped ref TRequest request, scoped ref TextArena arena, out ReadOnlySpan<byte> text)
        where TRequest : struct, IRequestView, allows ref struct
    {
        text = default;
        var length = 0;
        for (var i = 0; request.TryGetLine(Header!, i, out var line); i++) length += line.Length + Comma.Length;
        if (!arena.TryReserve(length, out var room)) return false;
        var end = 0;
        for (var i = 0; request.TryGetLine(Header!, i, out var line); i++)
        {
            if (i > 0) Comma.CopyTo(room[end..]);
            if (i > 0) end += Comma.Length;
            line.CopyTo(room[end..]);
            end += line.Length;
        }

        arena.Take(end);
        text = room[..end];
        return true;
    }

    private static bool IsAuthorization(TokenPlace place, string name) =>
        place is TokenPlace.Header && string.Equals(name, "authorization", StringComparison.OrdinalIgnoreCase);

    // RFC 9110, section 11.4: the name of the scheme, a blank, and the credentials.
    private static string? SchemeOf(string pattern) =>
        pattern.IndexOf(' ', StringComparison.Ordinal) is > 0 and var end && HeaderName.IsToken(pattern.AsSpan(0, end))
            ? pattern[..end]
            : null;

    private static bool IsCredential(TokenPlace place, string name) =>
        place is TokenPlace.Header && name.ToLowerInvariant() is ("authorization" or "proxy-authorization");

    /// <summary>Takes a locator apart.</summary>
    /// <param name="text">The locator.</param>
    /// <param name="fields">Numbers the fields.</param>
    /// <param name="addFormat">Receives each field with the format behind its colon; null for none.</param>
    /// <param name="isFirst">Whether the first of several cookies counts.</param>
    /// <param name="isCandidate">Whether the alternatives of the part are candidates.</param>
    /// <exception cref="FormatException">It is ill-formed; the message says where.</exception>
    public static TokenLocator Parse(
        string text, TokenFields fields, Action<string, string?> addFormat, bool isFirst, bool isCandidate)
    {
        var colon = text.IndexOf(':', StringComparison.Ordinal);
        if (colon < 0
            || !Enum.TryParse<TokenPlace>(text[..colon], ignoreCase: true, out var place)
            || !string.Equals($"{place}", text[..colon], StringComparison.OrdinalIgnoreCase))
        {
            throw new FormatException(
                $"'{text}' does not begin with a place: write header:NAME=, query:NAME=, cookie:NAME= or path:, " +
                    "and then a pattern such as {sig}");
        }

        var rest = text[(colon + 1)..];
        if (place is TokenPlace.Path)
            return new(place, "", TokenPattern.Parse(rest, fields, addFormat)) { IsCandidate = isCandidate };

        var equals = rest.IndexOf('=', StringComparison.Ordinal);
        if (equals <= 0) throw new FormatException($"'{text}' has no pattern: write {text[..(colon + 1)]}NAME={{sig}}");
        var name = rest[..equals].TrimEnd('?', '+');
        var marks = rest[name.Length..equals];
        if (marks is not ("" or "?" or "+" or "+?") || (marks.Contains('+', StringComparison.Ordinal) && place is not TokenPlace.Header))
            throw new FormatException($"'{text}': write NAME?= for a text that may be absent, and header:NAME+= for one of several lines");
        try
        {
            return new(place, name, TokenPattern.Parse(rest[(equals + 1)..], fields, addFormat, IsCredential(place, name)))
            {
                IsOptional = marks.EndsWith('?'),
                IsFirst = isFirst,
                IsCandidate = isCandidate,
                JoinsLines = marks.StartsWith('+'),
                AuthenticationScheme = IsAuthorization(place, name) ? SchemeOf(rest[(equals + 1)..]) : null,
            };
        }
        catch (ArgumentException e)
        {
            throw new FormatException(e.Message, e);
        }
    }
}

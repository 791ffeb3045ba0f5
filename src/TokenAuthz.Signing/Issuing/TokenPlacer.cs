using System.Diagnostics;
using System.Text;
using TokenAuthz.Signing.Tokens;

namespace TokenAuthz.Signing.Issuing;

/// <summary>Puts the parts of a token into a request, one by one.</summary>
internal sealed class TokenPlacer(string target)
{
    private const string Cookie = "cookie";

    /// <summary>Path and query with the parts so far.</summary>
    public string Target { get; private set; } = target;

    /// <summary>The headers to add, with the parts so far.</summary>
    public List<KeyValuePair<string, string>> Headers { get; } = [];

    /// <summary>Puts a part in its place.</summary>
    /// <param name="locator">The place and the pattern of the part.</param>
    /// <param name="values">The fields of the token.</param>
    /// <param name="escape">Whether to percent-encode the characters of base64 that a query cannot hold as they are.</param>
    public void Add(TokenLocator locator, scoped in FieldValues values, bool escape)
    {
        var bytes = new List<byte>();
        locator.Pattern.Write(bytes, values);
        var text = Encoding.Latin1.GetString([.. bytes]);
        switch (locator.Place)
        {
            case TokenPlace.Header:
                Headers.Add(new(locator.Name, text));
                break;
            case TokenPlace.Cookie:
                AddCookie($"{locator.Name}={text}");
                break;
            case TokenPlace.Query:
                var separator = Target.Contains('?', StringComparison.Ordinal) ? '&' : '?';
                Target += $"{separator}{locator.Name}={(escape ? Escape(text) : text)}";
                break;
            case TokenPlace.Path:
                var query = Target.IndexOf('?', StringComparison.Ordinal);
                Target = text + (query < 0 ? "" : Target[query..]);
                break;
            default:
                throw new UnreachableException();
        }
    }

    private static string Escape(string base64) => base64
        .Replace("+", "%2B", StringComparison.Ordinal)
        .Replace("/", "%2F", StringComparison.Ordinal)
        .Replace("=", "%3D", StringComparison.Ordinal);

    // All cookies go into one header, because a check denies a second header of the name.
    private void AddCookie(string cookie)
    {
        var index = Headers.FindIndex(header => header.Key == Cookie);
        if (index < 0) Headers.Add(new(Cookie, cookie));
        else Headers[index] = new(Cookie, $"{Headers[index].Value}; {cookie}");
    }
}

using System.Diagnostics;
using System.Text;
using TokenAuthz.Signing.Tokens;

namespace TokenAuthz.Signing.Issuing;

/// <summary>A request as the parts of a token are put into it, one by one.</summary>
internal sealed class TokenPlacer(string target)
{
    private const string Cookie = "cookie";

    /// <summary>Path and query, as far as they are.</summary>
    public string Target { get; private set; } = target;

    /// <summary>The headers to add.</summary>
    public List<KeyValuePair<string, string>> Headers { get; } = [];

    /// <summary>Puts a part in its place.</summary>
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
                var value = escape ? text.Replace("+", "%2B", StringComparison.Ordinal).Replace("/", "%2F", StringComparison.Ordinal).Replace("=", "%3D", StringComparison.Ordinal) : text;
                Target += (Target.Contains('?', StringComparison.Ordinal) ? "&" : "?") + $"{locator.Name}={value}";
                break;
            case TokenPlace.Path:
                var query = Target.IndexOf('?', StringComparison.Ordinal);
                Target = text + (query < 0 ? "" : Target[query..]);
                break;
            default:
                throw new UnreachableException();
        }
    }

    // A second header of the name would be denied.
    private void AddCookie(string cookie)
    {
        var index = Headers.FindIndex(header => header.Key == Cookie);
        if (index < 0) Headers.Add(new(Cookie, cookie));
        else Headers[index] = new(Cookie, $"{Headers[index].Value}; {cookie}");
    }
}

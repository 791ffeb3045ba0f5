using System.Collections.Immutable;
using System.Globalization;
using System.Text;

namespace TokenAuthz.Issuers.Harness;

/// <summary>A request as a client sends it; a character is a byte (Latin-1).</summary>
internal sealed record IssuedRequest(
    string Method, string Host, string Target, ImmutableArray<KeyValuePair<string, string>> Headers, string Body = "")
{
    private const StringComparison IgnoreCase = StringComparison.OrdinalIgnoreCase;

    private static readonly HashSet<string> OfConnection =
        new(["host", "content-length", "connection"], StringComparer.OrdinalIgnoreCase);

    public string Path => Target.Split('?', 2)[0];

    public string? Query => Target.Split('?', 2) is [_, var query] ? query : null;

    /// <summary>The request on the wire, which ends its connection.</summary>
    public string Wire
    {
        get
        {
            var length = Body.Length == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $"Content-Length: {Body.Length}\r\n");
            return $"{Method} {Target} HTTP/1.1\r\nHost: {Host}\r\nConnection: close\r\n{length}" +
                $"{string.Concat(Headers.Select(header => $"{header.Key}: {header.Value}\r\n"))}\r\n{Body}";
        }
    }

    /// <summary>Makes a request of a URL, whose path and query stay as they are, and of UTF-8 texts.</summary>
    public static IssuedRequest Of(
        string method, string url, IEnumerable<KeyValuePair<string, string>>? headers = null, string body = "")
    {
        var afterScheme = url[(url.IndexOf("://", StringComparison.Ordinal) + "://".Length)..];
        var end = afterScheme.IndexOfAny(['/', '?']);
        var (host, target) = end < 0 ? (afterScheme, "/") : (afterScheme[..end], afterScheme[end..]);
        return new(
            method,
            host,
            target.StartsWith('?') ? $"/{target}" : target,
            Sendable((headers ?? []).Select(header => KeyValuePair.Create(header.Key, Bytes(header.Value)))),
            Bytes(body));
    }

    /// <summary>The headers without those that <see cref="Wire"/> writes.</summary>
    public static ImmutableArray<KeyValuePair<string, string>> Sendable(IEnumerable<KeyValuePair<string, string>> headers) =>
        [.. headers.Where(header => !OfConnection.Contains(header.Key))];

    public string? Header(string name) => Headers.FirstOrDefault(header => header.Key.Equals(name, IgnoreCase)).Value;

    /// <summary>The request with another value of a header that it has.</summary>
    public IssuedRequest WithHeader(string name, Func<string, string> change) => this with
    {
        Headers = [.. Headers.Select(header =>
            header.Key.Equals(name, IgnoreCase) ? KeyValuePair.Create(header.Key, change(header.Value)) : header)],
    };

    public override string ToString() => Wire.Replace("\r\n", "\n  ", StringComparison.Ordinal);

    private static string Bytes(string text) => Encoding.Latin1.GetString(Encoding.UTF8.GetBytes(text));
}

using System.Collections.Immutable;
using System.Globalization;
using System.Text;

namespace TokenAuthz.Tests.Service;

/// <summary>An answer as it came over the wire; a character is a byte (Latin-1).</summary>
internal sealed record RawAnswer(int Status, ImmutableArray<KeyValuePair<string, string>> Headers, string Body)
{
    /// <summary>Reads an answer of which the end of the connection is the end.</summary>
    public static RawAnswer Parse(string text)
    {
        var end = text.IndexOf("\r\n\r\n", StringComparison.Ordinal);
        Assert.True(end >= 0, $"The connection ended before an answer did: '{text}'");
        var lines = text[..end].Split("\r\n");
        Assert.StartsWith("HTTP/1.1 ", lines[0], StringComparison.Ordinal);
        var answer = new RawAnswer(int.Parse(lines[0].Split(' ')[1], CultureInfo.InvariantCulture), [.. lines.Skip(1).Select(Header)], text[(end + 4)..]);
        return answer.Value("transfer-encoding") == "chunked" ? answer with { Body = Unchunk(answer.Body) } : answer;
    }

    /// <summary>A header's value, or null; a header that is there twice fails the test.</summary>
    public string? Value(string name)
    {
        var values = Headers.Where(header => string.Equals(header.Key, name, StringComparison.OrdinalIgnoreCase)).ToArray();
        Assert.InRange(values.Length, 0, 1);
        return values.Length == 0 ? null : values[0].Value;
    }

    public void AssertAllowed()
    {
        Assert.Equal((200, ""), (Status, Body));
        Assert.Null(Value("x-auth-reason"));
        Assert.Null(Value("cache-control"));
    }

    public void AssertDenied(string reason)
    {
        Assert.Equal((403, reason), (Status, Value("x-auth-reason")));
        Assert.Equal(("no-store", null), (Value("cache-control"), Value("www-authenticate")));
        Assert.Equal(("text/plain", reason.Replace('_', ' ')), (Value("content-type"), Body));
    }

    private static KeyValuePair<string, string> Header(string line)
    {
        var colon = line.IndexOf(':', StringComparison.Ordinal);
        return new(line[..colon], line[(colon + 1)..].Trim());
    }

    private static string Unchunk(string body)
    {
        var text = new StringBuilder();
        for (var at = 0; ;)
        {
            var end = body.IndexOf("\r\n", at, StringComparison.Ordinal);
            var length = int.Parse(body.AsSpan(at, end - at), NumberStyles.HexNumber, CultureInfo.InvariantCulture);
            if (length == 0) return text.ToString();
            text.Append(body, end + 2, length);
            at = end + 2 + length + 2;
        }
    }
}

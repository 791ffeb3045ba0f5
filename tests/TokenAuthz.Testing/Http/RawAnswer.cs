using System.Collections.Immutable;
using System.Globalization;
using System.Text;

namespace TokenAuthz.Testing.Http;

/// <summary>An answer as it came over the wire; a character is a byte (Latin-1).</summary>
internal sealed record RawAnswer(int Status, ImmutableArray<KeyValuePair<string, string>> Headers, string Body)
{
    /// <summary>Reads the part before the empty line.</summary>
    public static RawAnswer ParseHead(string head)
    {
        var lines = head.Split("\r\n");
        Assert.StartsWith("HTTP/1.1 ", lines[0], StringComparison.Ordinal);
        return new(int.Parse(lines[0].Split(' ')[1], CultureInfo.InvariantCulture), [.. lines.Skip(1).Select(Header)], "");
    }

    /// <summary>Reads an answer that the end of the connection ends, so that bytes behind the answer are part of its body.</summary>
    public static RawAnswer Parse(string text)
    {
        var end = text.IndexOf("\r\n\r\n", StringComparison.Ordinal);
        Assert.True(end >= 0, $"The connection ended before an answer did: '{text}'");
        var answer = ParseHead(text[..end]) with { Body = text[(end + 4)..] };
        return answer.Value("transfer-encoding") == "chunked" ? answer with { Body = Unchunk(answer.Body) } : answer;
    }

    /// <summary>A header's value, or null; a header that is there twice fails the test.</summary>
    public string? Value(string name)
    {
        var values = Headers.Where(header => string.Equals(header.Key, name, StringComparison.OrdinalIgnoreCase)).ToArray();
        Assert.InRange(values.Length, 0, 1);
        return values.Length == 0 ? null : values[0].Value;
    }

    /// <summary>Asserts that the service answers this to an allowed check.</summary>
    public void AssertAllowed()
    {
        Assert.Equal((200, ""), (Status, Body));
        Assert.Null(Value("x-auth-reason"));
        Assert.Null(Value("cache-control"));
    }

    /// <summary>Asserts that the service answers this to a check that it denies for a reason.</summary>
    public void AssertDenied(string reason)
    {
        Assert.Equal((403, reason), (Status, Value("x-auth-reason")));
        Assert.Equal(("no-store", null), (Value("cache-control"), Value("www-authenticate")));
        Assert.Equal(("text/plain", reason.Replace('_', ' ')), (Value("content-type"), Body));
    }

    public override string ToString() => $"{Status} {string.Join(", ", Headers.Select(header => $"{header.Key}: {header.Value}"))}: {Body}";

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

using System.IO.Compression;
using System.Text;

namespace TokenAuthz.Testing.Http;

/// <summary>Bodies that programs on the way may read, decode or clean, while a signature covers them as they were sent.</summary>
internal static class SignedBody
{
    /// <summary>The settings of a policy that signs the body alone, as <see cref="Token.WebhookLine"/> does.</summary>
    public static string[] Settings { get; } =
    [
        "Policies:0:Name=hooks", "Policies:0:Scheme=body", "Policies:0:Paths:0=/hook", "Policies:1:Name=rest",
        "Schemes:body:Token:0=header:X-Hub-Signature-256=sha256={sig}", "Schemes:body:Message={body}",
        "Schemes:body:Algorithm=HmacSha256",
    ];

    /// <summary>What is special, the lines of the headers, and the body; a character is a byte (Latin-1).</summary>
    public static TheoryData<string, string, string> Forms { get; } = new()
    {
        { "JSON", "Content-Type: application/json\r\n", "{\"a\": 1, \"b\" : [ ] }" },
        { "a form", "Content-Type: application/x-www-form-urlencoded\r\n", "a=%41+b&a=&c" },
        { "a line end behind it", "Content-Type: application/json\r\n", "{}\r\n" },
        { "a byte-order mark", "Content-Type: application/json; charset=utf-8\r\n", "\u00ef\u00bb\u00bf{}" },
        { "bytes that are no UTF-8", "Content-Type: text/plain\r\n", "a\u00ff\u00fe\u0080\u00c3" },
        { "zero bytes", "Content-Type: application/octet-stream\r\n", "\0a\0\0" },
        { "compression", "Content-Type: application/json\r\nContent-Encoding: gzip\r\n", Gzip("{\"compressed\": true}") },
        { "several parts", "Content-Type: multipart/form-data; boundary=b\r\n",
            "--b\r\nContent-Disposition: form-data; name=\"f\"; filename=\"g\"\r\n\r\n\u00ff\r\n--b--\r\n" },
        { "blanks alone", "", " \t\r\n" },
        { "more than needs no turn", "", new('x', 100_000) },
    };

    /// <summary>The bodies that differ from one in a byte.</summary>
    public static IEnumerable<string> ChangesOf(string body)
    {
        foreach (var at in new[] { 0, body.Length / 2, body.Length - 1 }.Distinct())
            yield return $"{body[..at]}{(char)(body[at] ^ 1)}{body[(at + 1)..]}";
        yield return body[..^1];
        yield return body + "\n";
    }

    /// <summary>A POST of a body.</summary>
    /// <param name="body">The body that is sent.</param>
    /// <param name="signed">The body that is signed.</param>
    /// <param name="headers">Lines of headers.</param>
    /// <param name="inChunks">Whether the body has no stated length.</param>
    public static string Post(string body, string signed, string headers = "", bool inChunks = false)
    {
        var sent = inChunks
            ? $"{string.Concat(body.Chunk(30_000).Select(chunk => $"{chunk.Length:x}\r\n{new string(chunk)}\r\n"))}0\r\n\r\n"
            : body;
        var length = inChunks ? "Transfer-Encoding: chunked" : $"Content-Length: {body.Length}";
        return RawHttp.Request("POST", "/hook", token: null, $"{headers}{length}\r\n{Token.WebhookLine(signed)}", sent);
    }

    private static string Gzip(string text)
    {
        using var compressed = new MemoryStream();
        using (var gzip = new GZipStream(compressed, CompressionLevel.SmallestSize)) gzip.Write(Encoding.ASCII.GetBytes(text));
        return Encoding.Latin1.GetString(compressed.ToArray());
    }
}

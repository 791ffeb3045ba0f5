using System.Collections.Concurrent;
using System.Globalization;

namespace TokenAuthz.EndToEnd.Envoy;

/// <summary>
/// Requests as no honest client sends them, without a right token, as bytes. The seed is fixed, so that the number of a request
/// names it.
/// </summary>
internal sealed class HostileRequests
{
    private const int Seed = 20261123;

    private static readonly string[] Methods =
    [
        "GET", "get", "HEAD", "POST", "PUT", "DELETE", "OPTIONS", "TRACE", "CONNECT", "PATCH", "PRI", "PURGE",
        "GET\t", " GET", "G\0ET", "GET,POST",
        "\u00c7ET", "", new string('A', 5000), "GET\r\nGET", "200", "%47ET", "M-SEARCH", "PROPFIND",
    ];

    private static readonly string[] Targets =
    [
        "/", "//", "/.", "/..", "/../../etc/passwd", "/%00", "/a%00b", "/a?x=%00", "/a\0b", "/\u00e9\u00ff", "/?\u0080", "/a b",
        "/a\tb", "/a#f", "/a?#", "*", "",
        "?", "a", "../a", "\\", "/\\..\\a", "/%", "/%zz", "/%2e%2e/%2f", "/%c0%af", "/%u0000", "/;/..;/", "//example.com/a",
        "http://example.com/", "http://",
        "http://example.com", "https://user:pass@example.com:443/a", "http://[::1]/", "http://\u00e9/", "http:///a",
        "HTTP://EXAMPLE.COM/A?B", "ftp://example.com/a",
        "example.com:443", "example.com", ":443", "[::1]:0", "/" + new string('a', 30_000), "/" + new string('a', 59_000),
        "/" + new string('a', 70_000),
        "/?" + new string('&', 50_000), "/" + string.Concat(Enumerable.Repeat("../", 2_000)), "/a\u0085b", "/a\rb", "/a\u007fb", "/\u0001",
        "/{}|^`\"<>", "/metrics", "/readyz",
    ];

    private static readonly string[] Versions = ["HTTP/1.1", "HTTP/1.0", "HTTP/0.9", "HTTP/1.2", "HTTP/2.0", "HTTP/9.9", "http/1.1",
        "HTTP/1.1 ", "HTTP/11", "HTTP/1.", "ICY/1.1", "", "HTTP/1.1\t", "HTTP/1.1\0"];

    private static readonly string[] Headers =
    [
        "Host: example.com", "Host: a\r\nHost: b", "Host:", "Host: \u00e9", "Host: a b", "Host: example.com:99999", "Host: 127.0.0.1:8081",
        "Host: a@b", "Host: [::1", "Host : a",
        "Host: " + new string('h', 9_000), "token: wrong", "token:", "token: 0\r\ntoken: 1", "token: " + new string('0', 32),
        "token: \u00e9\u00ff", "token: a\0b", "token: " + new string('t', 40_000),
        "token: a\r\n b", "token : 0", "\u00e9: 1", "a\0b: 1", ": 1", "no colon", "x: " + new string('x', 50_000), "x:\rtoken: 1",
        "x: a\nb: c", "x: \u001b[31m\u0085\u2028",
        "Content-Length: 5", "Content-Length: -1", "Content-Length: 5\r\nContent-Length: 6", "Content-Length: 99999999999999999999",
        "Content-Length: 5, 5", "Content-Length: +5", "Content-Length: 0x5",
        "Transfer-Encoding: chunked", "Transfer-Encoding: chunked\r\nContent-Length: 5", "Transfer-Encoding: gzip",
        "Transfer-Encoding: chunked, chunked", "Transfer-Encoding: \u000bchunked", "Transfer-Encoding: identity",
        "Connection: close, token", "Connection: token, x-forwarded-for", "Connection: Upgrade\r\nUpgrade: websocket",
        "Connection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: AAMAAABkAAQAAP__",
        "Expect: 100-continue", "Expect: nonsense", "TE: trailers", "Trailer: token", "Max-Forwards: 0", "Authorization: Basic \u00e9",
        "X-Envoy-Upstream-Rq-Timeout-Ms: 1", "x-envoy-retry-on: 5xx",
        "x-envoy-original-path: /", "x-forwarded-for: 127.0.0.1", "x-http-method-override: \u0001", "x-auth-key-id: default", ":path: /",
        ":authority: a", ":status: 200", ":method: CONNECT", "Cookie: " + new string(';', 3_000),
        string.Join("\r\n", Enumerable.Range(0, 90).Select(n => "h" + n.ToString(CultureInfo.InvariantCulture) + ": v")),
        string.Join("\r\n", Enumerable.Range(0, 300).Select(n => "h" + n.ToString(CultureInfo.InvariantCulture) + ": v")),
        string.Join("\r\n", Enumerable.Repeat("token: t", 250)),
    ];

    private static readonly string[] Bodies =
    [
        "", "hello", "5\r\nhello\r\n0\r\n\r\n", "5;ext=\"\r\n\";x\r\nhello\r\n0\r\n\r\n", "5;\n\r\nhello\r\n0\r\n\r\n",
        "2;a\n\r\nxx\r\n0\r\n\r\n", "ffffffffffffffff\r\n", "-1\r\n\r\n", "0x5\r\nhello\r\n0\r\n\r\n",
        "0\r\ntoken: late\r\n\r\n", "0\r\n\0: \0\r\n\r\n", "5\nhello\n0\n\n", "0\r\n\r\nGET /smuggled HTTP/1.1\r\nHost: x\r\n\r\n",
        "GET /smuggled HTTP/1.1\r\nHost: x\r\n\r\n",
    ];

    // Ends the connection behind a hostile request, so that a test need not wait for its end.
    private const string Last = "GET /last HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n";

    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(1);

    private readonly Random _random = new(Seed);

    /// <summary>All requests, the same in each run.</summary>
    public static IReadOnlyList<string> All { get; } = Generate(400);

    /// <summary>Sends all requests.</summary>
    /// <returns>The requests whose answers fulfil the condition, with their answers.</returns>
    public static async Task<IEnumerable<string>> AnswersAsync(int port, Predicate<string> areSo)
    {
        var found = new ConcurrentQueue<string>();
        await Parallel.ForEachAsync(All.Index(), new ParallelOptions { MaxDegreeOfParallelism = 16 }, async (request, _) =>
        {
            var answer = await RawHttp.ExchangeAsync(port, request.Item + Last, Limit, IsLast);
            if (areSo(answer)) found.Enqueue($"{request.Index}: {request.Item[..Math.Min(300, request.Item.Length)]}\n -> {answer}");
        });
        return found;
    }

    // Envoy announces that it closes, and then waits a second for the client to do so.
    private static bool IsLast(string answers) => answers.Contains("\r\nconnection: close\r\n", StringComparison.OrdinalIgnoreCase);

    private static List<string> Generate(int count)
    {
        var requests = new HostileRequests();
        return
        [
            // Each piece once in a request that is well formed otherwise, so that no fault hides another.
            .. Methods.Select(method => Request(method, "/", "HTTP/1.1", "Host: x", "")),
            .. Targets.Select(target => Request("GET", target, "HTTP/1.1", "Host: x", "")),
            .. Targets.Select(target => Request("CONNECT", target, "HTTP/1.1", "Host: x", "")),
            .. Targets.Select(target => Request("OPTIONS", target, "HTTP/1.1", "Host: x\r\ntoken: wrong", "")),
            .. Versions.Select(version => Request("GET", "/", version, "Host: x", "")),
            .. Headers.Select(header =>
                Request("GET", "/", "HTTP/1.1", header.StartsWith("Host", StringComparison.Ordinal) ? header : $"Host: x\r\n{header}", "")),
            .. Bodies.Select(body => Request("POST", "/", "HTTP/1.1", "Host: x\r\nTransfer-Encoding: chunked", body)),
            .. Bodies.Select(body => Request("POST", "/", "HTTP/1.1", "Host: x\r\nContent-Length: 5", body)),
            .. Enumerable.Range(0, count).Select(_ => requests.Next()),
        ];
    }

    private static string Request(string method, string target, string version, string headers, string body) =>
        $"{method} {target} {version}\r\n{headers}\r\n\r\n{body}";

    private string Next()
    {
        // Half of the parts are well formed: a server reads no further than the first line of a request that is wrong everywhere.
        var request = Request(
            Pick(Methods, "GET"),
            Pick(Targets, "/"),
            Pick(Versions, "HTTP/1.1"),
            string.Join(
                "\r\n",
                Enumerable.Range(0, _random.Next(4))
                    .Select(_ => Headers[_random.Next(Headers.Length)])
                    .Prepend(Pick(["", "Host: a\r\nHost: b"], "Host: x"))).TrimStart(),
            Pick(Bodies, ""));
        return _random.Next(3) == 0 ? WithChangedBytes(request) : request;
    }

    private string Pick(string[] hostile, string honest) => _random.Next(2) == 0 ? honest : hostile[_random.Next(hostile.Length)];

    private string WithChangedBytes(string request)
    {
        var bytes = request.ToCharArray();
        for (var changes = _random.Next(1, 4); changes > 0; changes--)
            bytes[_random.Next(Math.Min(bytes.Length, 200))] = (char)_random.Next(256);
        return new(bytes);
    }
}

using System.Text;

namespace TokenAuthz.Tests.Service.Http;

/// <summary>
/// Whatever arrives, the answer is an allow of exactly 200 or a deny of 4xx: a gateway that fails open takes a 5xx for an
/// allow. No request here has a right token, so none may be allowed.
/// </summary>
[Promise(1)]
[Promise(2)]
public sealed class HostileTests(SharedService shared)
{
    private const int Seed = 20261123;

    // A changed request may lack it, and the server would wait.
    private const string HeadersEnd = "\r\n\r\n";

    /// <summary>Requests that Kestrel does not let through to the check, as bytes.</summary>
    public static TheoryData<string, string> Refused { get; } = new()
    {
        { "no host", "GET / HTTP/1.1\r\n\r\n" },
        { "two hosts", "GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n" },
        { "a host that is none", "GET / HTTP/1.1\r\nHost: a b\r\n\r\n" },
        { "an absolute form of another host", "GET http://other.example/ HTTP/1.1\r\nHost: example.com\r\n\r\n" },
        { "a tunnel to another host", "CONNECT other.example:443 HTTP/1.1\r\nHost: example.com:443\r\n\r\n" },
        { "a space in the target", "GET /a b HTTP/1.1\r\nHost: a\r\n\r\n" },
        { "NUL in the target", "GET /a\0b HTTP/1.1\r\nHost: a\r\n\r\n" },
        { "an escaped NUL in the path", "GET /a%00b HTTP/1.1\r\nHost: a\r\n\r\n" },
        { "a byte beyond ASCII in the target", "GET /\u00e9 HTTP/1.1\r\nHost: a\r\n\r\n" },
        { "no target", "GET HTTP/1.1\r\nHost: a\r\n\r\n" },
        { "a method that is no token", "G(T / HTTP/1.1\r\nHost: a\r\n\r\n" },
        { "no version", "GET /\r\nHost: a\r\n\r\n" },
        { "an unknown version", "GET / HTTP/9.9\r\nHost: a\r\n\r\n" },
        { "the version of the next protocol", "GET / HTTP/3.0\r\nHost: a\r\n\r\n" },
        { "the preface of HTTP/2", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n" },
        { "a greeting of TLS", "\u0016\u0003\u0001\u0002\u0000\u0001\u0000\u0001\u00fc\u0003\u0003\r\n\r\n" },
        { "a folded header", "GET / HTTP/1.1\r\nHost: a\r\ntoken: a\r\n b\r\n\r\n" },
        { "a space before the colon", "GET / HTTP/1.1\r\nHost: a\r\ntoken : a\r\n\r\n" },
        { "a header without a name", "GET / HTTP/1.1\r\nHost: a\r\n: a\r\n\r\n" },
        { "a header without a colon", "GET / HTTP/1.1\r\nHost: a\r\ntoken\r\n\r\n" },
        { "NUL in the token", "GET / HTTP/1.1\r\nHost: a\r\ntoken: a\0b\r\n\r\n" },
        { "a carriage return in the token", "GET / HTTP/1.1\r\nHost: a\r\ntoken: a\rb\r\n\r\n" },
        { "a length that is none", "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: -1\r\n\r\n" },
        { "two lengths", "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab" },
        { "an unknown encoding of the body", "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: gzip\r\n\r\n" },
    };

    /// <summary>Requests that a client may send, and that come to a check.</summary>
    public static TheoryData<string, string> Checked { get; } = new()
    {
        { "the oldest version", "GET / HTTP/1.0\r\n\r\n" },
        {
            "an upgrade to web sockets",
            "GET / HTTP/1.1\r\nHost: a\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n" +
                "Sec-WebSocket-Version: 13\r\n\r\n"
        },
        {
            "an upgrade to HTTP/2",
            "GET / HTTP/1.1\r\nHost: a\r\nConnection: Upgrade, HTTP2-Settings, " +
                "close\r\nUpgrade: h2c\r\nHTTP2-Settings: AAMAAABkAAQAAP__\r\n\r\n"
        },
        { "an expectation", "POST / HTTP/1.1\r\nHost: a\r\nConnection: close\r\nExpect: 100-continue\r\nContent-Length: 5\r\n\r\n" },
        { "an expectation that nobody knows", "GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\nExpect: nonsense\r\n\r\n" },
        { "a token that is named as hop by hop", "GET / HTTP/1.1\r\nHost: a\r\nConnection: close, token\r\n\r\n" },
        { "a chunk that is none", "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n" },
        { "a range", "GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\nRange: bytes=0-0\r\nIf-None-Match: *\r\n\r\n" },
    };

    [Theory]
    [MemberData(nameof(Refused))]
    public async Task Refuses_with_400_when_the_request_has(string description, string request)
    {
        var answer = await RawHttp.SendToEndAsync(shared.Service.CheckPort, request);

        Expect.Equal(400, answer.Status, description);
    }

    [Theory]
    [MemberData(nameof(Checked))]
    public async Task Denies_like_any_other_request_when_it_has(string description, string request)
    {
        using var connection = await RawConnection.OpenAsync(shared.Service.CheckPort);
        await connection.SendAsync(request);

        var answer = await connection.ReceiveAsync();
        Expect.Equal(403, answer.Status, description);
        answer.AssertDenied("missing_token");
    }

    [Fact]
    public async Task Neither_allows_nor_fails_when_bytes_of_a_request_are_changed_at_random()
    {
        var random = new Random(Seed);
        for (var i = 0; i < 2000; i++)
        {
            var request = Mutate(
                RawHttp.Request("POST", "/a/b?x=%41", headers: $"token: {Token.Wrong}\r\nContent-Length: 5\r\n", body: "hello"), random);

            using var connection = await RawConnection.OpenAsync(shared.Service.CheckPort);
            await connection.SendAsync(request + HeadersEnd);

            var answer = await connection.ReceiveAsync();
            Assert.True(answer.Status is >= 400 and < 500, $"{answer.Status} for request {i}: {request}");
        }
    }

    [Theory]
    [InlineData("GET *")]
    [InlineData("GET example.com:443")]
    public async Task Refuses_with_405_when_the_form_of_the_target_is_not_the_methods(string methodAndTarget) =>
        Assert.Equal(
            405,
            (await RawHttp.SendToEndAsync(
                shared.Service.CheckPort, $"{methodAndTarget} HTTP/1.1\r\nHost: example.com:443\r\n\r\n")).Status);

    [Fact]
    public async Task Answers_each_of_several_requests_that_come_at_once()
    {
        using var connection = await RawConnection.OpenAsync(shared.Service.CheckPort);
        await connection.SendAsync(
            Line("/a", Token.Line("/a")) + Line("/b", Token.Line("/a")) + Line("/c", "") + Line("/d", Token.Line("/d")));

        (await connection.ReceiveAsync()).AssertAllowed();
        (await connection.ReceiveAsync()).AssertDenied("invalid_token");
        (await connection.ReceiveAsync()).AssertDenied("missing_token");
        (await connection.ReceiveAsync()).AssertAllowed();

        static string Line(string target, string headers) => $"GET {target} HTTP/1.1\r\nHost: a\r\n{headers}\r\n";
    }

    [Fact]
    public async Task Gives_the_same_verdict_when_the_request_comes_byte_by_byte()
    {
        using var connection = await RawConnection.OpenAsync(shared.Service.CheckPort);
        foreach (var c in RawHttp.Request("GET", "/a?x=1", Token.Of("/a?x=1"))) await connection.SendAsync(c.ToString());

        (await connection.ReceiveAsync()).AssertAllowed();
    }

    // A byte replaced, inserted or removed, up to four times.
    private static string Mutate(string request, Random random)
    {
        var text = new StringBuilder(request);
        for (var n = random.Next(1, 5); n > 0; n--)
        {
            var at = random.Next(text.Length);
            var c = random.Next(3) == 0 ? "\r\n\0 \t:/?%"[random.Next(9)] : (char)random.Next(256);
            switch (random.Next(3))
            {
                case 0: text[at] = c; break;
                case 1: text.Insert(at, c); break;
                default: text.Remove(at, 1); break;
            }
        }

        return text.ToString();
    }
}

using TokenAuthz.EndToEnd.Harness;

namespace TokenAuthz.EndToEnd.InsideEnvoy;

/// <summary>Signed bodies: Envoy holds them back until they were checked, and hands on every byte.</summary>
public sealed class ModuleBodyTests(WebhookModuleStand fixture) : IClassFixture<WebhookModuleStand>
{
    private readonly Stand _stand = fixture.Stand;

    public static TheoryData<string, int, bool> Bodies => new()
    {
        { "none", 0, false },
        { "a few bytes", 13, false },
        { "a few bytes in chunks", 13, true },
        { "more than a connection buffers", 100_000, false },
        { "more than a connection buffers, in chunks", 100_000, true },
        { "as much as is checked", 1024 * 1024, false },
    };

    [Theory]
    [MemberData(nameof(Bodies))]
    public async Task Lets_pass_the_body_that_was_signed_and_no_other(string description, int length, bool inChunks)
    {
        var body = new string('b', length);

        var right = await _stand.PassAsync(Request(body, body, inChunks));
        var wrong = await _stand.PassAsync(Request(body + "c", body, inChunks));

        Assert.True(right.Answer.Status == 200, $"{description}: {right.Answer}");
        Assert.Equal(body, right.Arrived!.Body);
        Assert.True(wrong.Arrived is null, description);
        // One byte more than the longest is no wrong signature, but none at all.
        wrong.AssertDenied(length < 1024 * 1024 ? "invalid token" : "bad request");
    }

    [Fact]
    public async Task Checks_a_body_that_ends_with_trailers()
    {
        var passage = await _stand.PassAsync(RawHttp.Request("POST", "/hook", token: null, $"{Token.WebhookLine("hello")}Transfer-Encoding: chunked\r\n", "5\r\nhello\r\n0\r\nx-late: 1\r\n\r\n"));

        passage.AssertAllowed();
        Assert.Equal("hello", passage.Arrived!.Body);
    }

    [Fact]
    public async Task Denies_what_is_not_signed() => (await _stand.PassAsync(RawHttp.Request("POST", "/hook", token: null, "Content-Length: 5\r\n", "hello"))).AssertDenied("missing token");

    [Promise(10)]
    [Fact]
    public async Task Lets_nothing_pass_of_a_body_that_the_client_cuts()
    {
        var connectionsBefore = _stand.Upstream.Connections;
        for (var i = 0; i < 20; i++)
        {
            var request = RawHttp.Request("POST", "/hook", token: null, $"{Token.WebhookLine("hello")}Content-Length: 5\r\n", "hel");
            await RawHttp.CutAsync(_stand.Envoy.Port, request);
        }

        Assert.Equal(connectionsBefore, _stand.Upstream.Connections);
        (await _stand.PassAsync(Request("hello", "hello", inChunks: false))).AssertAllowed();
    }

    private static string Request(string body, string signed, bool inChunks) => inChunks
        ? RawHttp.Request("POST", "/hook", token: null, $"{Token.WebhookLine(signed)}Transfer-Encoding: chunked\r\n", string.Concat(body.Chunk(7_777).Select(chunk => $"{chunk.Length:x}\r\n{new string(chunk)}\r\n")) + "0\r\n\r\n")
        : RawHttp.Request("POST", "/hook", token: null, $"{Token.WebhookLine(signed)}Content-Length: {body.Length}\r\n", body);
}

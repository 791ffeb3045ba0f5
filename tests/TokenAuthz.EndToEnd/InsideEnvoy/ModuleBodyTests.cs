using TokenAuthz.EndToEnd.Harness;

namespace TokenAuthz.EndToEnd.InsideEnvoy;

/// <summary>Envoy holds a signed body back until it was checked, and forwards every byte of it.</summary>
public sealed class ModuleBodyTests(StandFixture fixture)
    : StandTests(fixture, new(Way.Inside, "Policies:0:Name=hooks", "Policies:0:Scheme=github-webhook")), IClassFixture<StandFixture>
{
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

        var right = await Stand.PassAsync(Request(body, body, inChunks));
        var wrong = await Stand.PassAsync(Request(body + "c", body, inChunks));

        right.AssertAllowed(description);
        Assert.Equal(body, right.Arrived!.Body);
        // A body that is one byte too long is not compared with its signature.
        wrong.AssertDenied(length < 1024 * 1024 ? "invalid token" : "bad request");
    }

    [Fact]
    public async Task Checks_a_body_that_ends_with_trailers()
    {
        var passage =
            await Stand.PassAsync(RawHttp.Request(
                "POST",
                "/hook",
                token: null,
                $"{Token.WebhookLine("hello")}Transfer-Encoding: chunked\r\n",
                "5\r\nhello\r\n0\r\nx-late: 1\r\n\r\n"));

        passage.AssertAllowed();
        Assert.Equal("hello", passage.Arrived!.Body);
    }

    [Fact]
    public async Task Denies_what_is_not_signed() =>
        (await Stand.PassAsync(RawHttp.Request(
            "POST", "/hook", token: null, "Content-Length: 5\r\n", "hello"))).AssertDenied("missing token");

    [Promise(10)]
    [Fact]
    public async Task Lets_nothing_pass_of_a_body_that_the_client_cuts()
    {
        var connectionsBefore = Stand.Upstream.Connections;
        for (var i = 0; i < 20; i++)
        {
            var request = RawHttp.Request("POST", "/hook", token: null, $"{Token.WebhookLine("hello")}Content-Length: 5\r\n", "hel");
            await RawHttp.CutAsync(Stand.Envoy.Port, request);
        }

        Assert.Equal(connectionsBefore, Stand.Upstream.Connections);
        (await Stand.PassAsync(Request("hello", "hello", inChunks: false))).AssertAllowed();
    }

    private static string Request(string body, string signed, bool inChunks) => inChunks
        ? RawHttp.Request(
            "POST",
            "/hook",
            token: null,
            $"{Token.WebhookLine(signed)}Transfer-Encoding: chunked\r\n",
            string.Concat(body.Chunk(7_777).Select(chunk => $"{chunk.Length:x}\r\n{new string(chunk)}\r\n")) + "0\r\n\r\n")
        : RawHttp.Request("POST", "/hook", token: null, $"{Token.WebhookLine(signed)}Content-Length: {body.Length}\r\n", body);
}

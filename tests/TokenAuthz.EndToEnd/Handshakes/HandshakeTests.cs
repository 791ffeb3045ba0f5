using TokenAuthz.EndToEnd.Harness;

namespace TokenAuthz.EndToEnd.Handshakes;

/// <summary>
/// The real Envoy hands on the answer to a handshake where a status of 200 is no allow, and denies or forwards handshakes otherwise.
/// </summary>
public sealed class HandshakeTests
{
    private const string Echo = "/hook?challenge=a%3Cb";
    private const string Signed = "/hook?crc_token=abc";
    private const int LongestBody = 1024;

    private static readonly string[] Settings =
    [
        "Policies:0:Name=hooks",
        "Policies:0:Scheme=hook",
        "Schemes:hook:Preset=github-webhook",
        "Schemes:hook:Handshakes:echo:Items:0=query form! challenge=challenge!",
        "Schemes:hook:Handshakes:echo:Answer={challenge}",
        "Schemes:hook:Handshakes:crc:Items:0=query form! crc_token=challenge!",
        "Schemes:hook:Handshakes:crc:Signs={challenge}",
        "Schemes:hook:Handshakes:crc:Answer={{\"response_token\":\"{sig}\"}}",
        "Schemes:hook:Handshakes:crc:AnswerType=Json",
        "Schemes:hook:Handshakes:ping:Method=POST",
        "Schemes:hook:Handshakes:ping:NeedsToken=true",
        "Schemes:hook:Handshakes:ping:Items:0=body json type=number:type!",
        "Schemes:hook:Handshakes:ping:Require:type=1",
        "Schemes:hook:Handshakes:ping:Answer={{\"type\":1}}",
        "Schemes:hook:Handshakes:ping:AnswerType=Json",
    ];

    public static TheoryData<string> Ways => ["HTTP", "gRPC", "gRPC over TLS", "inside"];

    [Theory]
    [InlineData("gRPC")]
    [InlineData("gRPC over TLS")]
    [InlineData("inside")]
    public async Task Answers_a_handshake_itself(string way)
    {
        await using var stand = await StartAsync(way, "Answer");

        AssertAnswered(await stand.PassAsync(Get(Echo)), "text/plain", "a<b");
        AssertAnswered(
            await stand.PassAsync(Get(Signed)), "application/json", $$"""{"response_token":"{{Token.WebhookSignature("abc")}}"}""");
        AssertAnswered(await stand.PassAsync(Post("""{"type":1}""")), "application/json", """{"type":1}""");

        (await stand.PassAsync(Get(Echo + "&a=b"))).AssertDenied("missing token");
        (await stand.PassAsync(Get("/hook?crc_token=%7B%7D"))).AssertDenied("missing token");
        (await stand.PassAsync(RawHttp.Request("POST", "/hook", token: null, "Content-Length: 10\r\n", """{"type":1}""")))
            .AssertDenied("missing token");
        (await stand.PassAsync(Post("""{"type":2}"""))).AssertAllowed();
    }

    [Theory]
    [InlineData("HTTP")]
    [InlineData("HTTP over TLS")]
    public async Task Denies_a_handshake_where_an_answer_would_be_an_allow(string way)
    {
        await using var stand = await StartAsync(way, "Answer");

        (await stand.PassAsync(Get(Echo))).AssertDenied("missing token");
        (await stand.PassAsync(Get(Signed))).AssertDenied("missing token");
        (await stand.PassAsync(Post("""{"type":1}"""))).AssertAllowed();
        Assert.Contains("set the policy's Handshake to Pass", stand.Service.Log, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Ways))]
    public async Task Forwards_a_handshake_and_nothing_more(string way)
    {
        await using var stand = await StartAsync(way, "Pass");

        (await stand.PassAsync(Get(Echo))).AssertAllowed(way);
        (await stand.PassAsync(Get(Signed))).AssertAllowed(way);
        (await stand.PassAsync(Get(Echo + "&a=b"))).AssertDenied("missing token");
        (await stand.PassAsync(Get("/hook"))).AssertDenied("missing token");
        (await stand.PassAsync(RawHttp.Request("GET", Echo, token: null, "Content-Length: 1\r\n", "a"))).AssertDenied("missing token");
        (await stand.PassAsync(RawHttp.Request("POST", Echo, token: null, "Content-Length: 0\r\n", ""))).AssertDenied("missing token");
    }

    [Theory]
    [MemberData(nameof(Ways))]
    public async Task Denies_handshakes_without_the_setting(string way)
    {
        await using var stand = await StartAsync(way, "Deny");

        (await stand.PassAsync(Get(Echo))).AssertDenied("missing token");
        (await stand.PassAsync(Post("""{"type":1}"""))).AssertAllowed(way);
    }

    private static Task<Stand> StartAsync(string way, string mode)
    {
        var asks = way == "inside" ? Way.Inside : Way.Of(way);
        return Stand.StartAsync(new(asks, [.. Settings, $"Policies:0:Handshake={mode}"])
        {
            IsFailingOpen = !asks.IsInside,
            Configure = file => asks.IsInside ? file : file.HandingOverBodies(LongestBody).Telling("x-hub-signature-256"),
        });
    }

    private static void AssertAnswered(Passage passage, string contentType, string body)
    {
        Assert.Equal((200, body), (passage.Answer.Status, passage.Answer.Body));
        Assert.Null(passage.Arrived);
        Assert.Equal(
            (contentType, "nosniff", "no-store"),
            (passage.Answer.Value("content-type"), passage.Answer.Value("x-content-type-options"), passage.Answer.Value("cache-control")));
        Assert.Null(passage.Answer.Value("x-auth-reason"));
    }

    private static string Get(string target) => RawHttp.Request("GET", target, token: null);

    private static string Post(string body) =>
        RawHttp.Request("POST", "/hook", token: null, $"Content-Length: {body.Length}\r\n{Token.WebhookLine(body)}", body);
}

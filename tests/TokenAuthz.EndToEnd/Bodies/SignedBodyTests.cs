using TokenAuthz.EndToEnd.Harness;

namespace TokenAuthz.EndToEnd.Bodies;

/// <summary>A policy signs the body, and Envoy hands over a part of it, a text, or nothing.</summary>
[Promise(1)]
[Promise(2)]
public sealed class SignedBodyTests
{
    private const int Most = 1024;

    [Theory]
    [InlineData("HTTP")]
    [InlineData("HTTP over TLS")]
    [InlineData("gRPC")]
    [InlineData("gRPC over TLS")]
    public async Task Lets_pass_a_body_that_is_signed_and_none_that_Envoy_cut(string way)
    {
        await using var stand =
            await StartAsync(Way.Of(way), file => file.HandingOverBodies(Most, isPartial: true).Telling("x-hub-signature-256"));
        var signed = new string('x', Most);

        AssertPassed(await stand.PassAsync(Request("short \u00ff", "short \u00ff")), "short \u00ff");
        AssertPassed(await stand.PassAsync(Request("", "")), "");
        (await stand.PassAsync(Request("short!", "short?"))).AssertDenied("invalid token");
        (await stand.PassAsync(Request(signed + "&admin=1", signed))).AssertDenied("bad request");
        (await stand.PassAsync(Request(signed + "&admin=1", signed, "x-envoy-auth-partial-body: false\r\n"))).AssertDenied("bad request");
    }

    [Fact]
    public async Task Lets_pass_none_that_Envoy_hands_over_as_text()
    {
        await using var stand =
            await StartAsync(Way.Grpc, file => file.HandingOverBodies(Most, asBytes: false).Telling("x-hub-signature-256"));

        (await stand.PassAsync(Request("hello \u00ff", "hello !"))).AssertDenied("bad request");
        (await stand.PassAsync(Request("hello", "hello"))).AssertDenied("bad request");
        AssertPassed(await stand.PassAsync(Request("", "")), "");
        Assert.Contains("set pack_as_bytes", stand.Service.Log, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Lets_pass_none_that_Envoy_keeps()
    {
        await using var stand = await StartAsync(Way.Grpc, file => file.Telling("x-hub-signature-256", "content-length"));

        (await stand.PassAsync(Request("evil", ""))).AssertDenied("bad request");
        AssertPassed(await stand.PassAsync(Request("", "")), "");
        Assert.Contains("did not hand over", stand.Service.Log, StringComparison.Ordinal);
    }

    private static Task<Stand> StartAsync(Way way, Func<EnvoyFile, EnvoyFile> configure) =>
        Stand.StartAsync(new(way, "Policies:0:Name=hooks", "Policies:0:Scheme=github-webhook")
        {
            IsFailingOpen = true,
            Configure = configure
        });

    private static void AssertPassed(Passage passage, string body)
    {
        passage.AssertAllowed();
        Assert.Equal(body, passage.Arrived!.Body);
    }

    private static string Request(string body, string signed, string headers = "") =>
        RawHttp.Request("POST", "/hook", token: null, $"{headers}Content-Length: {body.Length}\r\n{Token.WebhookLine(signed)}", body);
}

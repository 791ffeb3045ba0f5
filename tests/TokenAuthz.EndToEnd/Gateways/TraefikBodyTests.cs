namespace TokenAuthz.EndToEnd.Gateways;

/// <summary>A real Traefik hands over bodies with <c>forwardBody</c>, as the page says.</summary>
[Promise(1)]
public sealed class TraefikBodyTests
{
    private const int Most = 200_000;

    [Fact]
    public async Task Lets_pass_the_bytes_that_are_signed_and_no_other()
    {
        await using var stand = await StartAsync(forwardsBodies: true);
        foreach (var row in SignedBody.Forms)
        {
            var (description, headers, body) = row.Data;
            foreach (var inChunks in new[] { false, true })
            {
                var right = await stand.PassAsync(SignedBody.Post(body, body, headers, inChunks));
                right.AssertAllowed(description);
                Expect.Equal(body, right.Arrived!.Body, description);
                foreach (var changed in SignedBody.ChangesOf(body))
                    (await stand.PassAsync(SignedBody.Post(changed, body, headers, inChunks))).AssertDenied("invalid token");
            }
        }

        (await stand.PassAsync(SignedBody.Post("", ""))).AssertAllowed();
        (await stand.PassAsync(SignedBody.Post("a", ""))).AssertDenied("invalid token");
    }

    [Fact]
    public async Task Lets_pass_none_that_is_longer_than_Traefik_hands_over()
    {
        await using var stand = await StartAsync(forwardsBodies: true);
        var (longest, tooLong) = (new string('x', Most), new string('x', Most + 1));

        (await stand.PassAsync(SignedBody.Post(longest, longest))).AssertAllowed();
        foreach (var inChunks in new[] { false, true })
        {
            var refused = await stand.PassAsync(SignedBody.Post(tooLong, tooLong, inChunks: inChunks));
            Assert.Equal((401, null), (refused.Answer.Status, refused.Arrived));
        }
    }

    [Fact]
    public async Task Lets_pass_none_that_Traefik_keeps()
    {
        await using var stand = await StartAsync(forwardsBodies: false);

        (await stand.PassAsync(SignedBody.Post("hello", "hello"))).AssertDenied("invalid token");
    }

    private static Task<GatewayStand> StartAsync(bool forwardsBodies) => GatewayStand.StartAsync(TraefikTests.Gateway, text => text
        .Replace(
            "trustForwardHeader: false",
            $"trustForwardHeader: false\n        forwardBody: {(forwardsBodies ? "true" : "false")}\n        maxBodySize: {Most}",
            StringComparison.Ordinal)
        .Replace(
            "\"OnAllow\": { \"KeyId\": true }",
            """
            "Policies": [{ "Name": "hooks", "Scheme": "body" }],
            "Schemes": {
              "body": { "Token": ["header:X-Hub-Signature-256=sha256={sig}"], "Message": "{body}", "Algorithm": "HmacSha256" }
            }
            """,
            StringComparison.Ordinal));
}

using TokenAuthz.EndToEnd.Harness;

namespace TokenAuthz.EndToEnd.Bodies;

/// <summary>Envoy hands over, and forwards, the bytes of a body as they were sent, whatever they are.</summary>
[Promise(1)]
public sealed class SignedBodyFormTests
{
    private const int Mi = 1024 * 1024;

    public static TheoryData<string> Ways => ["HTTP", "gRPC", "inside"];

    [Theory]
    [MemberData(nameof(Ways))]
    public async Task Lets_pass_the_bytes_that_are_signed_and_no_other(string way)
    {
        await using var stand = await StartAsync(way, most: Mi);
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
        (await stand.PassAsync(RawHttp.Request("POST", "/hook", token: null, Token.WebhookLine("")))).AssertAllowed();
        (await stand.PassAsync(SignedBody.Post("", "a"))).AssertDenied("invalid token");
        (await stand.PassAsync(SignedBody.Post("a", ""))).AssertDenied("invalid token");
    }

    [Theory]
    [InlineData("HTTP", 1024)]
    [InlineData("gRPC", 1024)]
    [InlineData("inside", 1024)]
    [InlineData("HTTP", Mi)]
    [InlineData("gRPC", Mi)]
    [InlineData("inside", Mi)]
    [InlineData("HTTP", 32 * Mi)]
    [InlineData("gRPC", 32 * Mi)]
    [InlineData("inside", 32 * Mi)]
    public async Task Lets_pass_a_body_of_the_length_that_is_set_and_none_that_is_longer(string way, int most)
    {
        await using var stand = await StartAsync(way, most + 10, $"Limits:BodySize={most}");
        var (longest, tooLong) = (new string('x', most), new string('x', most + 1));

        foreach (var inChunks in new[] { false, true })
        {
            var passed = await stand.PassAsync(SignedBody.Post(longest, longest, inChunks: inChunks));
            passed.AssertAllowed();
            Assert.Equal(most, passed.Arrived!.Length);
            (await stand.PassAsync(SignedBody.Post(longest[1..] + 'y', longest, inChunks: inChunks))).AssertDenied("invalid token");
            (await stand.PassAsync(SignedBody.Post(tooLong, tooLong, inChunks: inChunks))).AssertDenied("bad request");
        }
    }

    [Theory]
    [InlineData("HTTP")]
    [InlineData("gRPC")]
    public async Task Lets_pass_none_that_is_longer_than_Envoy_hands_over(string way)
    {
        await using var stand = await StartAsync(way, most: 2000);
        var (longest, tooLong) = (new string('x', 2000), new string('x', 2001));

        (await stand.PassAsync(SignedBody.Post(longest, longest))).AssertAllowed();
        var refused = await stand.PassAsync(SignedBody.Post(tooLong, tooLong));

        Assert.Equal((413, null), (refused.Answer.Status, refused.Arrived));
    }

    private static Task<Stand> StartAsync(string way, int most, params string[] settings) =>
        Stand.StartAsync(new(
            way == Way.Inside.Name ? Way.Inside : Way.Of(way), [.. SignedBody.Settings, "Limits:BodyTime=00:01:00", .. settings])
        {
            IsFailingOpen = way != Way.Inside.Name,
            Configure = file => way == Way.Inside.Name ? file : file.HandingOverBodies(most).Telling("x-hub-signature-256"),
        });
}

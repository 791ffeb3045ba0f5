using System.Security.Cryptography;
using System.Text;
using TokenAuthz.Signing.Handshakes;
using TokenAuthz.Signing.Keys;
using TokenAuthz.Signing.Schemes;
using TokenAuthz.Signing.Verifying;

namespace TokenAuthz.Tests.Signing.Schemes;

/// <summary>Answers that docs/webhooks.md shows, of senders that have no preset.</summary>
public static class HandshakeAnswerTests
{
    private const string VerifyToken = "71745723-d031-455c-bfa5-f90d11b4f20a";
    private const string Graph = "Validation: Testing client application reachability for subscription Request-Id: 80c2";

    private static readonly SchemeDefinition Hook = new() { Name = "hook", Token = ["header:x-sig={sig}"], Message = "{body}" };

    private static readonly HandshakeDefinition Ebay = new()
    {
        Name = "challenge",
        Items = ["query form! challenge_code=code!"],
        Let = new HandshakeDefinition { Name = "" }.Let.Add("proof", "{code}{verify_token}https://{host}{path}"),
        Answer = "{{\"challengeResponse\":\"{proof|sha256|hex}\"}}",
        AnswerType = AnswerType.Json,
    };

    [Theory]
    [InlineData("the request's", null, "example.com")]
    [InlineData("the registered one", "https://hooks.example.org", "hooks.example.org")]
    public static void Answers_with_a_digest_of_the_verify_token_and_the_url(string description, string? publicUrl, string host)
    {
        var scheme = Scheme.Compile(Hook with { PublicUrl = publicUrl, Handshakes = [Ebay] });
        var digest = SHA256.HashData(Encoding.ASCII.GetBytes($"a8628072{VerifyToken}https://{host}/ebay"));

        var answer = Answer(scheme, new("/ebay?challenge_code=a8628072"), VerifyToken);

        Expect.Equal($$"""{"challengeResponse":"{{Convert.ToHexStringLower(digest)}}"}""", answer, description);
        Assert.Null(Answer(scheme, new("/ebay?challenge_code=a8628072"), ""));
        Assert.True(scheme.NeedsVerifyToken);
    }

    [Fact]
    public static void Answers_with_a_decoded_parameter()
    {
        var handshake = new HandshakeDefinition
        {
            Name = "validation",
            Method = "POST",
            Items = ["query form! validationToken=token!"],
            Answer = "{token}",
        };
        var request = new TestRequest($"/graph?validationToken={Uri.EscapeDataString(Graph).Replace("%20", "+", StringComparison.Ordinal)}")
        {
            MethodText = "POST",
        };

        Assert.Equal(Graph, Answer(Scheme.Compile(Hook with { Handshakes = [handshake] }), request, ""));
    }

    private static string? Answer(Scheme scheme, TestRequest request, string verifyToken)
    {
        var ring = new KeyRing([new("k1", "an-example-of-a-key-of-32-bytes."u8)]);
        var verdict = scheme.Verify(ref request, ring, DateTimeOffset.UnixEpoch);
        var answer = scheme.FindHandshake(ref request, verdict, ring, Encoding.ASCII.GetBytes(verifyToken), DateTimeOffset.UnixEpoch);
        return answer is null ? null : Encoding.ASCII.GetString(answer.Body.Span);
    }
}

using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using TokenAuthz.Tests.Engine.Checks;

namespace TokenAuthz.Tests.Signing.Presets;

/// <summary>The handshakes of the presets as the senders' pages show them, with the answers that the pages ask for.</summary>
/// <param name="Preset">The preset.</param>
/// <param name="Request">The request, without its token.</param>
/// <param name="Answer">The answer with the key that HMACs are made with.</param>
internal sealed record PresetHandshakes(string Preset, TestRequest Request, Func<byte[], string> Answer)
{
    private const string SlackChallenge = "3eZbrw1aBm2rZgRNFdxV2595E9CY3gmdALWMmHkvFXO7tYXAYM8P";
    private const string OktaChallenge = "Me_rShK8JHsTnbyYrWXCEoMGbM_zsZ6k0hLPZ_Pg";
    private const string LinkedInChallenge = "890e4665-4dfe-4ab1-b689-ed553bceeed0";
    private const string ZoomToken = "qgg8vlvZRS6UYooatFL8Aw";

    public static ImmutableArray<PresetHandshakes> All { get; } =
    [
        new("meta", new(HandshakeSamples.Subscribe), _ => "1158201444"),
        new("twitter", new("/hook?crc_token=foo_9d-2&nonce=bar"),
            key => $$"""{"response_token":"sha256={{Convert.ToBase64String(Hmac(key, "foo_9d-2"))}}"}"""),
        new("zoom",
            Post($$"""{"payload":{"plainToken":"{{ZoomToken}}"},"event_ts":1654503849680,"event":"endpoint.url_validation"}"""),
            key => $$"""{"plainToken":"{{ZoomToken}}","encryptedToken":"{{Hex(key, ZoomToken)}}"}"""),
        new("dropbox", new("/hook?challenge=abc-123"), _ => "abc-123"),
        new("nylas", new("/hook?challenge=bc609b38-c81f-47fb-a275-1d9bd61be968"), _ => "bc609b38-c81f-47fb-a275-1d9bd61be968"),
        new("okta", new("/hook") { Headers = [new("X-Okta-Verification-Challenge", OktaChallenge)] },
            _ => $$"""{"verification":"{{OktaChallenge}}"}"""),
        new("slack", Post($$"""{"token":"Jhj5dZrVaK7ZwHHjRyZWjbDl","challenge":"{{SlackChallenge}}","type":"url_verification"}"""),
            _ => $$"""{"challenge":"{{SlackChallenge}}"}"""),
        new("lark", Post($$"""{"challenge":"ajls384kdjx98XX","token":"{{HandshakeSamples.VerifyToken}}","type":"url_verification"}"""),
            _ => """{"challenge":"ajls384kdjx98XX"}"""),
        new("monday", Post($$"""{"challenge":"{{SlackChallenge}}"}"""), _ => $$"""{"challenge":"{{SlackChallenge}}"}"""),
        new("discord", Post("""{"application_id":"1","entitlements":[],"id":"2","token":"a","type":1,"version":1}"""),
            _ => """{"type":1}"""),
        new("linkedin", new($"/hook?challengeCode={LinkedInChallenge}"),
            key => $$"""{"challengeCode":"{{LinkedInChallenge}}","challengeResponse":"{{Hex(key, LinkedInChallenge)}}"}"""),
        new("trello", new("/hook") { MethodText = "HEAD" }, _ => ""),
        new("worldline", new("/hook") { Headers = [new("X-GCS-Webhooks-Endpoint-Verification", "any value")] }, _ => "any value"),
        new("twitch",
            Post("""{"challenge":"pogchamp-kappa-360noscope-vohiyo","subscription":{"id":"f1c2a387","status":"a","cost":1}}""") with
            {
                Headers = [new("Twitch-Eventsub-Message-Type", "webhook_callback_verification")],
            },
            _ => "pogchamp-kappa-360noscope-vohiyo"),
    ];

    private static byte[] Hmac(byte[] key, string text) => HMACSHA256.HashData(key, Encoding.ASCII.GetBytes(text));

    private static string Hex(byte[] key, string text) => Convert.ToHexStringLower(Hmac(key, text));

    private static TestRequest Post(string body) => new("/hook") { MethodText = "POST", BodyBytes = Encoding.UTF8.GetBytes(body) };
}

using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using TokenAuthz.Engine.Checks;
using TokenAuthz.Engine.Hosting;
using TokenAuthz.Tests.Engine.Policies;
using TokenAuthz.Tests.Signing;

namespace TokenAuthz.Tests.Engine.Checks;

/// <summary>A sender of webhooks whose handshakes are of every shape, and its requests.</summary>
internal static class HandshakeSamples
{
    /// <summary>What the sender was told at its registration.</summary>
    public const string VerifyToken = "meatyhamhock";

    /// <summary>The target of the handshake <c>subscribe</c>.</summary>
    public const string Subscribe = "/hooks?hub.mode=subscribe&hub.verify_token=meatyhamhock&hub.challenge=1158201444";

    /// <summary>The body of the handshake <c>url-verification</c>, which is signed.</summary>
    public const string Verification = """{"type":"url_verification","challenge":"3eZbrw1aBm2r"}""";

    private static readonly byte[] Key = Encoding.ASCII.GetBytes(PolicySamples.Secret);

    private static readonly ImmutableArray<string> Scheme =
    [
        "Schemes:hook:Token:0=header:x-sig={sig}",
        "Schemes:hook:Message={body}",
        "Schemes:hook:Handshakes:subscribe:Items:0=query form! hub.mode=mode! hub.verify_token=verify_token! hub.challenge=challenge!",
        "Schemes:hook:Handshakes:subscribe:Require:mode=subscribe",
        "Schemes:hook:Handshakes:subscribe:Answer={challenge}",
        "Schemes:hook:Handshakes:crc:Items:0=query form! crc_token=challenge!",
        "Schemes:hook:Handshakes:crc:Signs={challenge}",
        "Schemes:hook:Handshakes:crc:Answer={{\"response_token\":\"sha256={sig}\"}}",
        "Schemes:hook:Handshakes:crc:AnswerType=Json",
        "Schemes:hook:Handshakes:posted:Method=POST",
        "Schemes:hook:Handshakes:posted:Items:0=body json! challenge=challenge!",
        "Schemes:hook:Handshakes:posted:Answer={{\"challenge\":{challenge|json}}}",
        "Schemes:hook:Handshakes:posted:AnswerType=Json",
        "Schemes:hook:Handshakes:head:Method=HEAD",
        "Schemes:hook:Handshakes:header:Headers:0=x-challenge={challenge}",
        "Schemes:hook:Handshakes:header:Answer={challenge}",
        "Schemes:hook:Handshakes:url-verification:Method=POST",
        "Schemes:hook:Handshakes:url-verification:NeedsToken=true",
        "Schemes:hook:Handshakes:url-verification:Items:0=body json type=type! challenge=challenge!",
        "Schemes:hook:Handshakes:url-verification:Require:type=url_verification",
        "Schemes:hook:Handshakes:url-verification:Answer={challenge}",
    ];

    /// <summary>An engine whose policy does as it is told with handshakes.</summary>
    public static CheckEngine EngineOf(string mode, bool canAnswer = true, params string[] settings) => HostConfiguration.Load(
        new(() => WrittenSettings.Of([.. Settings(mode), .. settings]), [], IsDevelopment: false),
        _ => new OneListener(PolicySamples.Listener, canAnswer),
        TimeProvider.System).Engine;

    /// <summary>The settings of that engine, for a host.</summary>
    public static string[] Settings(string mode) =>
    [
        $"Secret={PolicySamples.Secret}",
        .. Scheme,
        "Policies:0:Name=hooks",
        "Policies:0:Scheme=hook",
        $"Policies:0:Handshake={mode}",
        .. mode == "Deny" ? Array.Empty<string>() : [$"Policies:0:VerifyToken={VerifyToken}"],
    ];

    /// <summary>A request without a token.</summary>
    public static TestRequest Get(string target) => new(target);

    /// <summary>A request with a body and its signature.</summary>
    public static TestRequest Signed(string body, byte[]? key = null) => new("/hooks")
    {
        MethodText = "POST",
        BodyBytes = Encoding.UTF8.GetBytes(body),
        Headers = [new("x-sig", Convert.ToHexStringLower(HMACSHA256.HashData(key ?? Key, Encoding.UTF8.GetBytes(body))))],
    };

    /// <summary>The HMAC of a text with the policy's key, in hex.</summary>
    public static string Hmac(string text) => Convert.ToHexStringLower(HMACSHA256.HashData(Key, Encoding.ASCII.GetBytes(text)));

    public static Decision Decide(this CheckEngine engine, TestRequest request) => engine.Decide(PolicySamples.Listener, request);
}

using System.Collections.Immutable;
using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using TokenAuthz.Issuers.Harness;
using TokenAuthz.Signing.Issuing;
using TokenAuthz.Testing.PresetFiles;

namespace TokenAuthz.Issuers.Libraries;

/// <summary>HTTP signatures of the drafts before RFC 9421: <c>http-message-signatures</c> and <c>http-signature</c> of npm.</summary>
internal static class CavageSignatures
{
    private const string KeyId = "https://example.com/users/alice#main-key";
    private const RequestParts Head = RequestParts.Method | RequestParts.Host | RequestParts.Path | RequestParts.Query;

    private static readonly ImmutableArray<string> OfRsa =
        ["Schemes:issued:Preset=cavage", $"Keys:0:Id={KeyId}", $"Keys:0:Value={TestKeys.Rsa.ExportSubjectPublicKeyInfoPem()}"];

    public static ImmutableArray<Issuer> Issuers { get; } =
    [
        new("http-message-signatures cavage rsa-sha256", OfRsa, (input, now) => CreatedAsync(input, now, "rsa-v1_5-sha256", "RS256"))
        {
            Signs = Head,
            Headers = ["x-signed"],
            Signature = Signature,
            Holds = (TimeSpan.FromSeconds(5), TimeSpan.FromMinutes(5)),
        },
        new("http-message-signatures cavage hmac-sha256",
            ["Schemes:issued:Preset=cavage", $"Keys:0:Id={KeyId}", $"Keys:0:Value={Jwk("HS256")}"],
            (input, now) => CreatedAsync(input, now, "hmac-sha256", "HS256"))
        {
            Signs = Head,
            Headers = ["x-signed"],
            Signature = Signature,
            Holds = (TimeSpan.FromSeconds(5), TimeSpan.FromMinutes(5)),
        },
        new("http-signature", OfRsa, DatedAsync)
        {
            Signs = Head,
            Headers = ["date", "digest"],
            Signature = Signature,
            Holds = (TimeSpan.FromMinutes(5), TimeSpan.FromMinutes(5)),
        },
    ];

    public static ImmutableArray<TheirVerifier> Verifiers { get; } =
    [
        new("http-message-signatures cavage", ["Preset=cavage", "Forms:created:Token:0=header:signature={list}"], new(KeyId, Jwk("RS256")),
            Request, async (request, signed, now) =>
                (bool)(await NodeLibraries.CallAsync("verifyCavage", new
                {
                    method = request.Method,
                    url = signed.Url,
                    headers = TheirVerifier.Headers(request, signed),
                    key = TestKeys.Jwk("RS256", isPrivate: false),
                    algorithm = "rsa-v1_5-sha256",
                    now = now.ToUnixTimeSeconds(),
                }))! ? null : "not verified"),
        new("http-signature", ["Preset=cavage"], new(KeyId, Jwk("RS256")), input => Request(input) with { Form = "date" },
            async (request, signed, now) => (bool)(await NodeLibraries.CallAsync("joyent", new
            {
                now = now.ToUnixTimeSeconds(),
                method = request.Method,
                url = signed.Target,
                headers = TheirVerifier.Headers(request, signed),
                key = TestKeys.Rsa.ExportSubjectPublicKeyInfoPem(),
            }))! ? null : "not verified"),
    ];

    private static string Jwk(string algorithm) => JsonSerializer.Serialize(
        new Dictionary<string, string>(TestKeys.Jwk(algorithm, isPrivate: true)) { ["alg"] = algorithm, ["kid"] = KeyId });

    // The platform's parser, by which the libraries take URLs apart, escapes an apostrophe.
    private static string Target(RandomInput input) =>
        $"{input.Path(hasDots: false)}?a=1&{input.Query()}".Replace("'", "%27", StringComparison.Ordinal);

    private static UnsignedRequest Request(RandomInput input) => new()
    {
        Method = input.OneOf("GET", "POST"),
        Host = input.OneOf("example.com", "example.com:8443"),
        Target = Target(input),
        Headers = TheirVerifier.With("x-signed", input.HeaderValue),
    };

    private static string Signature(IssuedRequest request) =>
        AwsKeys.After(request.Header("signature") ?? request.Header("authorization")!, "signature=\"").Split('"')[0];

    private static async Task<IssuedRequest> CreatedAsync(RandomInput input, DateTimeOffset now, string algorithm, string jose)
    {
        var method = input.OneOf("GET", "POST", "DELETE");
        var created = now.ToUnixTimeSeconds();
        var signed = await NodeLibraries.CallAsync("signCavage", new
        {
            method,
            url = $"https://{input.OneOf("example.com", "example.com:8443")}{Target(input)}",
            headers = new Dictionary<string, string> { ["x-signed"] = input.HeaderValue },
            fields = new[] { "@request-target", "host", "@created", "@expires", "x-signed" },
            @params = new[] { "keyid", "alg", "created", "expires" },
            values = new { created, expires = created + 300 },
            key = algorithm == "hmac-sha256" ? (object)TestKeys.Secret : TestKeys.Jwk(jose, isPrivate: true),
            keyId = KeyId,
            algorithm,
        });
        return NodeLibraries.Request(method, signed!);
    }

    private static async Task<IssuedRequest> DatedAsync(RandomInput input, DateTimeOffset now)
    {
        var (host, target, body) = (input.OneOf("example.com", "example.com:8443"), Target(input), input.OneOf("", "{\"a\":1}"));
        var method = body.Length > 0 ? "POST" : "GET";
        var headers = new Dictionary<string, string> { ["host"] = host, ["date"] = now.ToString("R", CultureInfo.InvariantCulture) };
        if (body.Length > 0) headers["digest"] = $"SHA-256={Convert.ToBase64String(SHA256.HashData("{\"a\":1}"u8))}";
        var signed = await NodeLibraries.CallAsync("joyentSign", new
        {
            method,
            path = target,
            headers,
            options = new
            {
                key = TestKeys.Rsa.ExportPkcs8PrivateKeyPem(),
                keyId = KeyId,
                headers = headers.Keys.Prepend("(request-target)"),
                authorizationHeaderName = input.OneOf("signature", "authorization"),
            },
        });
        return IssuedRequest.Of(
            method, $"https://{host}{target}", signed!.AsObject().Select(one => KeyValuePair.Create(one.Key, (string)one.Value!)), body);
    }
}

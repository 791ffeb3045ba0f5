using System.Collections.Immutable;
using System.Text.Json;
using TokenAuthz.Issuers.Harness;
using TokenAuthz.Testing.PresetFiles;

namespace TokenAuthz.Issuers.Libraries;

/// <summary><c>http-message-signatures</c> of npm: RFC 9421 with each algorithm.</summary>
internal static class HttpMessageSignatures
{
    private const string KeyId = "key-1";

    private static readonly (string Name, string Jose)[] Algorithms =
    [
        ("hmac-sha256", "HS256"), ("rsa-v1_5-sha256", "RS256"), ("rsa-pss-sha512", "PS512"), ("ecdsa-p256-sha256", "ES256"),
        ("ecdsa-p384-sha384", "ES384"), ("ed25519", "EdDSA"),
    ];

    /// <summary>All but rsa-pss-sha512, whose salt the library makes as long as the key allows, and RFC 9421 has of 64 bytes.</summary>
    public static ImmutableArray<Issuer> Issuers { get; } =
    [
        .. Algorithms.Where(algorithm => algorithm.Name != "rsa-pss-sha512").Select(algorithm => Of(algorithm.Name, algorithm.Jose)),
    ];

    public static ImmutableArray<TheirVerifier> Verifiers { get; } =
        [.. Algorithms.Select(algorithm => By(algorithm.Name, algorithm.Jose))];

    private static Issuer Of(string name, string jose)
    {
        var isSecret = name == "hmac-sha256";
        var jwk = new Dictionary<string, string>(TestKeys.Jwk(jose, isPrivate: false)) { ["alg"] = jose, ["kid"] = KeyId };
        return new(
            $"http-message-signatures {name}",
            ["Schemes:issued:Preset=rfc9421", "Schemes:issued:Algorithm=FromKey", $"Keys:0:Id={KeyId}",
                $"Keys:0:Value={JsonSerializer.Serialize(jwk)}"],
            (input, now) => SignAsync(input, now, name, isSecret ? TestKeys.Secret : TestKeys.Jwk(jose, isPrivate: true)))
        {
            Signs = RequestParts.Method | RequestParts.Host | RequestParts.Path | RequestParts.Query,
            Headers = ["x-signed"],
            Signature = request => AwsKeys.After(request.Header("signature")!, "=:"),
            Holds = (TimeSpan.FromSeconds(5), TimeSpan.FromMinutes(5)),
        };
    }

    private static TheirVerifier By(string name, string jose)
    {
        var isSecret = name == "hmac-sha256";
        var jwk = new Dictionary<string, string>(TestKeys.Jwk(jose, isPrivate: true)) { ["alg"] = jose, ["kid"] = KeyId };
        return new(
            $"http-message-signatures {name}",
            ["Preset=rfc9421", "Algorithm=FromKey"],
            new(KeyId, JsonSerializer.Serialize(jwk)),
            input => new()
            {
                Method = input.OneOf("GET", "POST"),
                Host = input.OneOf("example.com", "example.com:8443"),
                Target = $"{input.Path(hasDots: false)}?{input.Query()}".Replace("'", "%27", StringComparison.Ordinal),
            },
            async (request, signed, now) => (bool)(await NodeLibraries.CallAsync("verifyMessage", new
            {
                method = request.Method,
                url = signed.Url,
                headers = signed.Headers.ToDictionary(),
                key = isSecret ? (object)TestKeys.Secret : TestKeys.Jwk(jose, isPrivate: false),
                algorithm = name,
                now = now.ToUnixTimeSeconds(),
            }))! ? null : "not verified");
    }

    private static async Task<IssuedRequest> SignAsync(RandomInput input, DateTimeOffset now, string algorithm, object key)
    {
        var query = input.Query();
        var url = $"https://{input.OneOf("example.com", "API.example.com", "example.com:8443")}" +
            $"{input.Path()}{(query.Length == 0 ? "" : $"?{query}")}";
        var method = input.OneOf("GET", "POST", "DELETE");
        var created = now.ToUnixTimeSeconds();
        var signed = await NodeLibraries.CallAsync("signMessage", new
        {
            method,
            url,
            headers = new Dictionary<string, string> { ["x-signed"] = input.HeaderValue },
            fields = new[] { "@method", "@authority", "@path", "@query", "x-signed" },
            @params = new[] { "created", "expires", "keyid", "alg" },
            values = new { created, expires = created + 300 },
            name = input.OneOf("sig1", "sig", "other"),
            key,
            keyId = KeyId,
            algorithm,
        });
        return NodeLibraries.Request(method, signed!);
    }
}

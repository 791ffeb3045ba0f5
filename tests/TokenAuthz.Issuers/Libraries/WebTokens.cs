using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text.Json;
using Jose;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;
using TokenAuthz.Issuers.Harness;
using TokenAuthz.Testing.PresetFiles;

namespace TokenAuthz.Issuers.Libraries;

/// <summary>JWTs of <c>Microsoft.IdentityModel.JsonWebTokens</c> and <c>jose-jwt</c> of NuGet and <c>jose</c> of npm.</summary>
internal static class WebTokens
{
    private const string KeyId = "key-1";
    private const string Issuer = "https://issuer.example.com";
    private const string Audience = "https://api.example.com";

    private static readonly string[] Algorithms =
        ["HS256", "HS384", "HS512", "RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512"];

    public static ImmutableArray<Issuer> Issuers { get; } =
    [
        .. Algorithms.Select(algorithm => Of("Microsoft.IdentityModel.JsonWebTokens", algorithm, SignByIdentityModel)),
        .. Algorithms.Select(algorithm => Of("jose-jwt", algorithm, SignByJoseJwt)),
        .. Algorithms.Append("EdDSA").Select(algorithm => Of("jose", algorithm, SignByJose)),
    ];

    public static ImmutableArray<TheirVerifier> Verifiers { get; } =
    [
        .. Algorithms.Select(algorithm => By("Microsoft.IdentityModel.JsonWebTokens", algorithm, VerifyByIdentityModel)),
        .. Algorithms.Select(algorithm => By("jose-jwt", algorithm, VerifyByJoseJwt)),
        .. Algorithms.Append("EdDSA").Select(algorithm => By("jose", algorithm, VerifyByJose)),
    ];

    private static TheirVerifier By(
        string library, string algorithm, Func<string, string, DateTimeOffset, Task<string?>> verify)
    {
        var jwk = new Dictionary<string, string>(TestKeys.Jwk(algorithm, isPrivate: true)) { ["alg"] = algorithm, ["kid"] = KeyId };
        return new(
            $"{library} {algorithm}",
            ["Preset=jwt", $"Require:iss={Issuer}", $"Require:aud={Audience}"],
            new(KeyId, JsonSerializer.Serialize(jwk)),
            input => new() { Target = input.Path(), Host = "api.example.com", Lifetime = TimeSpan.FromMinutes(10) },
            (_, signed, now) => verify(algorithm, signed.Headers.Single().Value["Bearer ".Length..], now));
    }

    private static async Task<string?> VerifyByIdentityModel(string algorithm, string token, DateTimeOffset now)
    {
        var result = await new JsonWebTokenHandler().ValidateTokenAsync(token, new()
        {
            IssuerSigningKey = KeyOf(algorithm),
            ValidAlgorithms = [algorithm],
            ValidIssuer = Issuer,
            ValidAudience = Audience,
            LifetimeValidator = (_, expires, _, _) => expires == now.AddMinutes(10).UtcDateTime,
        });
        return result.IsValid ? null : result.Exception.Message;
    }

    private static Task<string?> VerifyByJoseJwt(string algorithm, string token, DateTimeOffset now)
    {
        var claims = JWT.Decode<Dictionary<string, object>>(token, RawKeyOf(algorithm), Enum.Parse<JwsAlgorithm>(algorithm));
        return Task.FromResult(claims["iss"] as string == Issuer ? null : "another issuer");
    }

    private static async Task<string?> VerifyByJose(string algorithm, string token, DateTimeOffset now)
    {
        var claims = await NodeLibraries.CallAsync(
            "verifyJwt", new { token, key = TestKeys.Jwk(algorithm, isPrivate: false), algorithm, now = now.ToUnixTimeSeconds() });
        return (string?)claims!["iss"] == Issuer ? null : "another issuer";
    }

    private static Issuer Of(string library, string algorithm, Func<string, Dictionary<string, object>, Task<string>> sign)
    {
        var jwk = new Dictionary<string, string>(TestKeys.Jwk(algorithm, isPrivate: false)) { ["alg"] = algorithm, ["kid"] = KeyId };
        return new(
            $"{library} {algorithm}",
            [
                "Schemes:issued:Preset=jwt", $"Schemes:issued:Require:iss={Issuer}", $"Schemes:issued:Require:aud={Audience}",
                $"Keys:0:Id={KeyId}", $"Keys:0:Value={JsonSerializer.Serialize(jwk)}",
            ],
            async (input, now) =>
            {
                var token = await sign(algorithm, Claims(input, now));
                return IssuedRequest.Of("GET", $"{Audience}{input.Path()}", [new("Authorization", $"Bearer {token}")]);
            })
        {
            Signs = RequestParts.None,
            Signature = request => request.Header("authorization")!.Split('.')[2],
            Holds = (TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(10) - TimeSpan.FromSeconds(1)),
        };
    }

    private static Dictionary<string, object> Claims(RandomInput input, DateTimeOffset now)
    {
        var claims = new Dictionary<string, object>
        {
            ["iss"] = Issuer,
            ["aud"] = input.OneOf<object>(Audience, new[] { "other", Audience }),
            ["sub"] = input.Text(),
            ["exp"] = now.AddMinutes(10).ToUnixTimeSeconds(),
            ["nbf"] = now.AddMinutes(-1).ToUnixTimeSeconds(),
            ["iat"] = now.ToUnixTimeSeconds(),
        };
        if (input.Maybe) claims["name"] = input.Text();
        if (input.Maybe) claims["roles"] = new[] { "a", input.Text() };
        if (input.Maybe) claims["nested"] = new Dictionary<string, object> { ["a"] = 1.5, ["b"] = true };
        return claims;
    }

    private static Task<string> SignByIdentityModel(string algorithm, Dictionary<string, object> claims)
    {
        var handler = new JsonWebTokenHandler { SetDefaultTimesOnTokenCreation = false };
        return Task.FromResult(handler.CreateToken(JsonSerializer.Serialize(claims), new SigningCredentials(KeyOf(algorithm), algorithm)));
    }

    private static SecurityKey KeyOf(string algorithm) => algorithm[..2] switch
    {
        "HS" => new SymmetricSecurityKey(Convert.FromBase64String(TestKeys.Secret)) { KeyId = KeyId },
        "ES" => new ECDsaSecurityKey(Curve(algorithm)) { KeyId = KeyId },
        _ => new RsaSecurityKey(TestKeys.Rsa) { KeyId = KeyId },
    };

    private static object RawKeyOf(string algorithm) => algorithm[..2] switch
    {
        "HS" => Convert.FromBase64String(TestKeys.Secret),
        "ES" => Curve(algorithm),
        _ => TestKeys.Rsa,
    };

    private static Task<string> SignByJoseJwt(string algorithm, Dictionary<string, object> claims)
    {
        var headers = new Dictionary<string, object> { ["typ"] = "JWT", ["kid"] = KeyId };
        return Task.FromResult(JWT.Encode(claims, RawKeyOf(algorithm), Enum.Parse<JwsAlgorithm>(algorithm), headers));
    }

    private static async Task<string> SignByJose(string algorithm, Dictionary<string, object> claims) =>
        (string)(await NodeLibraries.CallAsync("signJwt", new
        {
            header = new { alg = algorithm, kid = KeyId },
            claims,
            key = TestKeys.Jwk(algorithm, isPrivate: true),
        }))!;

    private static ECDsa Curve(string algorithm) => algorithm switch
    {
        "ES256" => TestKeys.P256,
        "ES384" => TestKeys.P384,
        _ => TestKeys.P521,
    };
}

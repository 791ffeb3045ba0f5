using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Nodes;
using TokenAuthz.Issuers.Harness;
using TokenAuthz.Signing.Issuing;

namespace TokenAuthz.Issuers.Libraries;

/// <summary>
/// <c>oauth-signature</c>, <c>hawk</c>, <c>jose</c> and <c>web-bot-auth</c> of npm, which verify what we signed or sign it once more.
/// </summary>
internal static class HeaderVerifiers
{
    private const string AccessToken = "Kz~8mXK1EalYznwH-LC-1fBAo.4Ljp~zsPE_NeO.gxU";

    public static ImmutableArray<TheirVerifier> Verifiers { get; } =
    [
        new("oauth-signature", ["Preset=oauth1", "PublicUrl=https://"], new("consumer", "consumer-secret&"), OAuth, OAuthAsync),
        new("hawk", ["Preset=hawk", "PublicUrl=https://"], new("hawk-id", "hawk-secret-of-this-run"), Hawk, HawkAsync),
        new("jose for DPoP", ["Preset=dpop"], new(TestKeys.Thumbprint("EdDSA"), Jwk()), Dpop, DpopAsync),
        new("web-bot-auth", ["Preset=web-bot-auth"], new(TestKeys.Thumbprint("EdDSA"), Jwk()), Bot, BotAsync),
    ];

    private static string Jwk() => JsonSerializer.Serialize(TestKeys.Jwk("EdDSA", isPrivate: true));

    // This library decodes a path, and encodes it in a way of its own.
    private static UnsignedRequest OAuth(RandomInput input) => new()
    {
        Method = input.OneOf("GET", "POST"),
        Host = "example.com",
        Target = $"/1.1//{input.OneOf("statuses.json", "")}?c=" +
            $"&b={Uri.EscapeDataString(input.Text())}&{Uri.EscapeDataString(input.Text())}=1",
        Form = "consumer",
    };

    private static async Task<string?> OAuthAsync(UnsignedRequest request, SignedRequest signed, DateTimeOffset now)
    {
        var list = signed.Headers.Single().Value["OAuth ".Length..]
            .Split(',')
            .Select(pair => pair.Trim().Replace("\"", "", StringComparison.Ordinal));
        var parameters = list.Concat(request.Target.Split('?')[1].Split('&'))
            .Select(pair => pair.Split('=', 2))
            .ToDictionary(pair => Uri.UnescapeDataString(pair[0]), pair => Uri.UnescapeDataString(pair[1]));
        Assert.True(parameters.Remove("oauth_signature", out var ours));
        var theirs = (string)(await NodeLibraries.CallAsync("oauthSignature", new
        {
            method = request.Method,
            url = $"https://{request.Host}{request.Target.Split('?')[0]}",
            parameters,
            secret = "consumer-secret",
            tokenSecret = "",
        }))!;
        return ours == theirs ? null : theirs;
    }

    private static UnsignedRequest Hawk(RandomInput input) => new()
    {
        Method = input.OneOf("GET", "POST"),
        Host = input.OneOf("example.com", "example.com:8443"),
        Target = $"{input.Path(hasDots: false)}?{input.Query()}".Replace("'", "", StringComparison.Ordinal),
    };

    private static async Task<string?> HawkAsync(UnsignedRequest request, SignedRequest signed, DateTimeOffset now) =>
        (bool)(await NodeLibraries.CallAsync("verifyHawk", new
        {
            now = now.ToUnixTimeSeconds(),
            method = request.Method,
            url = request.Target,
            host = request.Host,
            headers = signed.Headers.ToDictionary(),
            key = "hawk-secret-of-this-run",
        }))! ? null : "not verified";

    private static UnsignedRequest Dpop(RandomInput input)
    {
        var request = new UnsignedRequest { Method = input.OneOf("GET", "POST"), Host = "api.example.com", Target = input.Path() };
        return request with { Fields = request.Fields.Add("access_token", AccessToken) };
    }

    private static async Task<string?> DpopAsync(UnsignedRequest request, SignedRequest signed, DateTimeOffset now)
    {
        var proof = signed.Headers.Single(header => header.Key == "dpop").Value;
        var claims = await NodeLibraries.CallAsync("verifyDpop", new { now = now.ToUnixTimeSeconds(), proof });
        string?[] expected = [request.Method, $"https://{request.Host}{request.Target}"];
        return expected.SequenceEqual(((JsonArray)new(
            claims!["htm"]!.DeepClone(), claims["htu"]!.DeepClone())).Select(claim => (string?)claim))
            ? null
            : claims.ToJsonString();
    }

    private static UnsignedRequest Bot(RandomInput input) => new()
    {
        Method = "GET",
        Host = input.OneOf("example.com", "example.com:8443"),
        Target = input.Path(),
        Headers = TheirVerifier.With(input.OneOf("signature-agent", "accept"), "\"https://agent.example.com\""),
        Lifetime = TimeSpan.FromMinutes(5),
    };

    private static async Task<string?> BotAsync(UnsignedRequest request, SignedRequest signed, DateTimeOffset now) =>
        (bool)(await NodeLibraries.CallAsync("verifyBot", new
        {
            method = request.Method,
            url = signed.Url,
            headers = TheirVerifier.Headers(request, signed),
            jwk = TestKeys.Jwk("EdDSA", isPrivate: false),
            now = now.ToUnixTimeSeconds(),
        }))! ? null : "not verified";
}

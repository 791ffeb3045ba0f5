using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using TokenAuthz.Issuers.Harness;
using TokenAuthz.Testing.PresetFiles;

namespace TokenAuthz.Issuers.Libraries;

/// <summary><c>oauth-1.0a</c>, <c>hawk</c> and <c>dpop</c> of npm.</summary>
internal static class ClassicSignatures
{
    private const RequestParts Head = RequestParts.Method | RequestParts.Host | RequestParts.Path | RequestParts.Query;

    public static ImmutableArray<Issuer> Issuers { get; } =
    [
        new("oauth-1.0a",
            ["Schemes:issued:Preset=oauth1", "Schemes:issued:SingleUse=false", "Keys:0:Id=consumer&token",
                "Keys:0:Value=consumer-secret&token-secret"],
            OAuthAsync)
        {
            Signs = Head,
            Signature = request => AwsKeys.After(request.Header("authorization")!, "oauth_signature=\"").Split('"')[0],
            Holds = (TimeSpan.FromMinutes(5), TimeSpan.FromMinutes(5)),
        },
        new("hawk", [
            "Schemes:issued:Preset=hawk", "Schemes:issued:SingleUse=false", "Keys:0:Id=hawk-id", "Keys:0:Value=hawk-secret-of-this-run"
        ], HawkAsync)
        {
            Signs = Head,
            Signature = request => AwsKeys.After(request.Header("authorization")!, "mac=\"").Split('"')[0],
            Holds = (TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(1)),
        },
        new("dpop", [
            "Schemes:issued:Preset=dpop", "Schemes:issued:SingleUse=false", $"Keys:0:Id={TestKeys.Thumbprint("ES256")}",
                $"Keys:0:Value={JsonSerializer.Serialize(TestKeys.Jwk("ES256", isPrivate: false))}"
        ], DpopAsync)
        {
            Signs = RequestParts.Method | RequestParts.Host | RequestParts.Path,
            Headers = ["authorization"],
            Signature = request => request.Header("dpop")!.Split('.')[2],
            Holds = (TimeSpan.FromSeconds(5), TimeSpan.FromMinutes(5)),
        },
    ];

    private static async Task<IssuedRequest> OAuthAsync(RandomInput input, DateTimeOffset now)
    {
        // This library decodes no names of parameters, and takes a plus for itself, where a form has it for a blank (RFC 5849,
        // section 3.4.1.3.1).
        var query = $"b={Uri.EscapeDataString(input.Text())}&a5={Uri.EscapeDataString(input.Text())}&c=";
        var url = $"https://example.com{input.Path(hasDots: false)}?{query}";
        var signed = await NodeLibraries.CallAsync("oauth", new
        {
            request = new { url, method = "GET" },
            consumer = new { key = "consumer", secret = "consumer-secret" },
            token = new { key = "token", secret = "token-secret" },
            method = "HMAC-SHA1",
            now = now.ToUnixTimeSeconds(),
            nonce = $"n{input.Next(int.MaxValue).ToString(CultureInfo.InvariantCulture)}",
            realm = input.Maybe ? "Photos" : null,
        });
        return IssuedRequest.Of("GET", url, [new("Authorization", (string)signed!["Authorization"]!)]);
    }

    private static async Task<IssuedRequest> HawkAsync(RandomInput input, DateTimeOffset now)
    {
        // The platform's parser, by which this library takes URLs apart, escapes an apostrophe.
        var query = input.Query().Replace("'", "", StringComparison.Ordinal);
        var url =
            $"https://{input.OneOf("example.com", "example.com:8443")}" +
                $"{input.Path(hasDots: false).Replace("'", "", StringComparison.Ordinal)}{(query.Length == 0 ? "" : $"?{query}")}";
        var method = input.OneOf("GET", "POST", "DELETE");
        var header = await NodeLibraries.CallAsync("hawk", new
        {
            url,
            method,
            options = new
            {
                timestamp = now.ToUnixTimeSeconds(),
                credentials = new { id = "hawk-id", key = "hawk-secret-of-this-run", algorithm = "sha256" },
                ext = input.Maybe ? "some-app-data" : null,
            },
        });
        return IssuedRequest.Of(method, url, [new("Authorization", (string)header!)]);
    }

    private static async Task<IssuedRequest> DpopAsync(RandomInput input, DateTimeOffset now)
    {
        var (url, method) = ($"https://api.example.com{input.Path()}", input.OneOf("GET", "POST"));
        var accessToken = $"Kz~8mXK1EalYznwH-LC-{input.Next(int.MaxValue).ToString(CultureInfo.InvariantCulture)}";
        var proof = await NodeLibraries.CallAsync("dpop", new
        {
            jwk = TestKeys.Jwk("ES256", isPrivate: true),
            url,
            method,
            accessToken,
            now = now.ToUnixTimeSeconds(),
        });
        return IssuedRequest.Of(
            method, $"{url}?{input.Query()}", [new("DPoP", (string)proof!), new("Authorization", $"DPoP {accessToken}")]);
    }
}

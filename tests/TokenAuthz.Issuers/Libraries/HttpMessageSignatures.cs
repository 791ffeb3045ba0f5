using System.Collections.Immutable;
using TokenAuthz.Issuers.Harness;
using TokenAuthz.Testing.PresetFiles;

namespace TokenAuthz.Issuers.Libraries;

/// <summary><c>http-message-signatures</c> of npm: RFC 9421.</summary>
internal static class HttpMessageSignatures
{
    private const string Secret = "czNjcmV0LXMzY3JldC1zM2NyZXQtczNjcmV0";

    public static ImmutableArray<Issuer> Issuers { get; } =
    [
        new("http-message-signatures hmac-sha256",
            ["Schemes:issued:Preset=rfc9421", "Keys:0:Id=the-key", $"Keys:0:Value={Secret}"],
            (input, now) => SignAsync(input, now, "hmac-sha256", Secret))
        {
            Signs = RequestParts.Method | RequestParts.Host | RequestParts.Path | RequestParts.Query,
            Headers = ["x-signed"],
            Signature = request => request.Header("signature")!["sig1=:".Length..],
            Holds = (TimeSpan.FromSeconds(5), TimeSpan.FromMinutes(5)),
        },
    ];

    private static async Task<IssuedRequest> SignAsync(RandomInput input, DateTimeOffset now, string algorithm, string key)
    {
        var query = input.Query();
        var url = $"https://{input.OneOf("example.com", "API.example.com", "example.com:8443")}" +
            $"{input.Path(hasDots: false)}{(query.Length == 0 ? "" : $"?{query}")}";
        var method = input.OneOf("GET", "POST", "DELETE");
        var created = now.ToUnixTimeSeconds();
        var headers = new Dictionary<string, string> { ["x-signed"] = input.HeaderValue };
        var signed = await NodeLibraries.CallAsync("signMessage", new
        {
            method,
            url,
            headers,
            fields = new[] { "@method", "@authority", "@path", "@query", "x-signed" },
            @params = new[] { "created", "expires", "keyid", "alg" },
            values = new { created, expires = created + 300 },
            name = "sig1",
            key,
            keyId = "the-key",
            algorithm,
        });
        return NodeLibraries.Request(method, signed!);
    }
}

using System.Collections.Immutable;
using System.Text.Json;
using TokenAuthz.Issuers.Harness;
using TokenAuthz.Testing.PresetFiles;

namespace TokenAuthz.Issuers.Libraries;

/// <summary><c>web-bot-auth</c> of npm.</summary>
internal static class WebBotAuth
{
    public static ImmutableArray<Issuer> Issuers { get; } = [Of("EdDSA"), Of("PS512")];

    private static Issuer Of(string algorithm)
    {
        var jwk = new Dictionary<string, string>(TestKeys.Jwk(algorithm, isPrivate: false)) { ["alg"] = algorithm };
        return new(
            $"web-bot-auth {algorithm}",
            ["Schemes:issued:Preset=web-bot-auth", $"Keys:0:Id={TestKeys.Thumbprint(algorithm)}",
                $"Keys:0:Value={JsonSerializer.Serialize(jwk)}"],
            (input, now) => SignAsync(input, now, new(TestKeys.Jwk(algorithm, isPrivate: true)) { ["alg"] = algorithm }))
        {
            Signs = RequestParts.Host,
            Headers = ["signature-agent"],
            Signature = request => AwsKeys.After(request.Header("signature")!, "=:"),
            Holds = (TimeSpan.FromSeconds(5), TimeSpan.FromMinutes(5)),
        };
    }

    private static async Task<IssuedRequest> SignAsync(RandomInput input, DateTimeOffset now, Dictionary<string, string> jwk)
    {
        var created = now.ToUnixTimeSeconds();
        var headers = new Dictionary<string, string> { ["accept"] = "*/*" };
        if (input.Maybe) headers["signature-agent"] = "\"https://agent.example.com\"";
        var signed = await NodeLibraries.CallAsync("signBot", new
        {
            method = "GET",
            url = $"https://{input.OneOf("example.com", "example.com:8443")}{input.Path()}",
            headers,
            jwk,
            created,
            expires = created + 300,
        });
        return NodeLibraries.Request("GET", signed!);
    }
}

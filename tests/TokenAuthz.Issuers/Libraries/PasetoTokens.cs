using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using TokenAuthz.Issuers.Harness;
using TokenAuthz.Testing.PresetFiles;

namespace TokenAuthz.Issuers.Libraries;

/// <summary><c>paseto</c> of npm: tokens of version 4 with a public key, with a footer and without.</summary>
internal static class PasetoTokens
{
    private const string Assertion = "implicit";

    private static readonly string PublicJwk = JsonSerializer.Serialize(TestKeys.Jwk("EdDSA", isPrivate: false));
    private static readonly string PrivateJwk = JsonSerializer.Serialize(TestKeys.Jwk("EdDSA", isPrivate: true));

    public static ImmutableArray<Issuer> Issuers { get; } =
    [
        new("paseto", ["Schemes:issued:Preset=paseto-v4-public", $"Schemes:issued:Salt={Assertion}", "Keys:0:Id=k1",
            $"Keys:0:Value={PublicJwk}"], SignAsync)
        {
            Signs = RequestParts.None,
            Signature = request => request.Header("authorization")!.Split('.')[2][^64..],
            Holds = (TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(10) - TimeSpan.FromSeconds(1)),
        },
    ];

    public static ImmutableArray<TheirVerifier> Verifiers { get; } =
    [
        new("paseto", ["Preset=paseto-v4-public", $"Salt={Assertion}"], new("k1", PrivateJwk),
            input => new() { Host = "example.com", Target = input.Path(), Lifetime = TimeSpan.FromMinutes(10) },
            async (_, signed, now) =>
            {
                var claims = await NodeLibraries.CallAsync("verifyPaseto", new
                {
                    token = signed.Headers.Single().Value["Bearer ".Length..],
                    key = TestKeys.Jwk("EdDSA", isPrivate: false),
                    now = now.ToUnixTimeSeconds(),
                    assertion = Assertion,
                });
                return DateTimeOffset.Parse((string)claims!["exp"]!, CultureInfo.InvariantCulture) == now.AddMinutes(10)
                    ? null
                    : claims.ToJsonString();
            }),
    ];

    private static async Task<IssuedRequest> SignAsync(RandomInput input, DateTimeOffset now)
    {
        var options = new Dictionary<string, object>
        {
            ["claims"] = new { sub = input.Text(), nbf = Iso(now.AddMinutes(-1)), exp = Iso(now.AddMinutes(10)) },
            ["key"] = TestKeys.Jwk("EdDSA", isPrivate: true),
            ["assertion"] = Assertion,
        };
        if (input.Maybe) options["footer"] = input.Text();
        var token = await NodeLibraries.CallAsync("signPaseto", options);
        return IssuedRequest.Of("GET", $"https://example.com{input.Path()}", [new("Authorization", $"Bearer {(string)token!}")]);
    }

    private static string Iso(DateTimeOffset time) => time.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}

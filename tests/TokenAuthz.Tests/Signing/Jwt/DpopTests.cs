using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using TokenAuthz.Signing;
using TokenAuthz.Signing.Algorithms;
using TokenAuthz.Signing.Keys;
using TokenAuthz.Signing.Presets;
using TokenAuthz.Signing.Schemes;
using TokenAuthz.Signing.Verifying;

namespace TokenAuthz.Tests.Signing.Jwt;

/// <summary>DPoP proofs (RFC 9449, section 4.3) of keys that the policy has by their thumbprints.</summary>
public static class DpopTests
{
    private const string AccessToken = "an-access.token";

    private static readonly Scheme Scheme = Scheme.Compile(PresetCatalog.All.Single(preset => preset.Name == "dpop"));
    private static readonly Key Key = SampleKeys.Of(Scheme.Definition);
    private static readonly Key Attacker = SampleKeys.Others.Keys.Single(key => key.Material.Kind is KeyKind.Ed25519);
    private static readonly string Jwk = Encoding.ASCII.GetString(PublicJwk.Write(Key)!);
    private static readonly string AttackerJwk = Encoding.ASCII.GetString(PublicJwk.Write(Attacker)!);
    private static readonly string Ath = Base64Url.EncodeToString(SHA256.HashData(Encoding.ASCII.GetBytes(AccessToken)));

    [Fact]
    public static void Allows_a_proof_for_the_request_and_the_access_token() => Assert.True(Verify(Header(Jwk), Claims()).IsAllowed);

    [Theory]
    [InlineData("another type", """ "typ":"jwt" """, DenyReason.OutOfScope)]
    [InlineData("no type", null, DenyReason.InvalidToken)]
    public static void Denies_another_type(string description, string? type, DenyReason reason)
    {
        var header = type is null ? $$"""{"alg":"EdDSA","jwk":{{Jwk}}}""" : $$"""{"alg":"EdDSA","jwk":{{Jwk}},{{type}}}""";

        Assert.True(Verify(header, Claims()).Reason == reason, description);
    }

    [Fact]
    public static void Denies_a_key_that_is_not_known() =>
        Assert.Equal(DenyReason.InvalidToken, Verify(Header(AttackerJwk), Claims(), Attacker).Reason);

    [Fact]
    public static void Denies_the_signature_of_another_key() =>
        Assert.Equal(DenyReason.InvalidToken, Verify(Header(Jwk), Claims(), Attacker).Reason);

    [Fact]
    public static void Denies_a_proof_that_shows_a_private_key() => Assert.Equal(
        DenyReason.InvalidToken, Verify(Header(Jwk.Replace("{", "{\"d\":\"AA\",", StringComparison.Ordinal)), Claims()).Reason);

    [Theory]
    [InlineData("another method", "GET", "POST", DenyReason.OutOfScope)]
    [InlineData("another path", "/a", "/b", DenyReason.OutOfScope)]
    [InlineData("another host", "example.com", "example.org", DenyReason.OutOfScope)]
    [InlineData("another scheme", "https", "http", DenyReason.OutOfScope)]
    [InlineData("another access token", "\"ath\":\"", "\"ath\":\"A", DenyReason.OutOfScope)]
    [InlineData("no id", "\"jti\"", "\"id\"", DenyReason.InvalidToken)]
    [InlineData("no access token", "\"ath\"", "\"x\"", DenyReason.InvalidToken)]
    [InlineData("six minutes ago", "1800000000", "1799999640", DenyReason.Expired)]
    [InlineData("in a minute", "1800000000", "1800000060", DenyReason.NotYetValid)]
    public static void Denies_a_proof_for_another_request(string description, string text, string other, DenyReason reason)
    {
        var verdict = Verify(Header(Jwk), Claims().Replace(text, other, StringComparison.Ordinal));

        Assert.True(!verdict.IsAllowed && verdict.Reason == reason, $"{description}: {verdict}");
    }

    [Fact]
    public static void Claims_the_id_of_a_proof() => Assert.True(Verify(Header(Jwk), Claims()).Claim.IsNeeded);

    private static string Header(string jwk) => $$"""{"typ":"dpop+jwt","alg":"EdDSA","jwk":{{jwk}}}""";

    private static string Claims() =>
        $$"""{"jti":"a","htm":"GET","htu":"https://example.com/a","iat":1800000000,"ath":"{{Ath}}"}""";

    private static Verdict Verify(string header, string claims, Key? signer = null)
    {
        var proof = Jws.Sign(header, claims, SignatureAlgorithm.Ed25519, signer ?? Key);
        var request = new TestRequest("/a?b") { Headers = [new("authorization", $"DPoP {AccessToken}"), new("dpop", proof)] };
        return Scheme.Verify(ref request, SampleKeys.Ring, Jws.Now);
    }
}

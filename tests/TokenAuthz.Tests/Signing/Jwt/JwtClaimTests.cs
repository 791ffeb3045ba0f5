using System.Collections.Immutable;
using TokenAuthz.Signing;
using TokenAuthz.Signing.Algorithms;
using TokenAuthz.Signing.Presets;
using TokenAuthz.Signing.Schemes;
using TokenAuthz.Signing.Verifying;

namespace TokenAuthz.Tests.Signing.Jwt;

/// <summary>Claims that bind a JWT to an issuer, an audience and a request.</summary>
public static class JwtClaimTests
{
    private static readonly SchemeDefinition Preset = PresetCatalog.All.Single(preset => preset.Name == "jwt");

    [Theory]
    [InlineData("the audience", "aud=texts:aud", "aud", "a", """ "aud":"a" """, null)]
    [InlineData("one of several audiences", "aud=texts:aud", "aud", "a", """ "aud":["b","a"] """, null)]
    [InlineData("other audiences", "aud=texts:aud", "aud", "a", """ "aud":["b","aa"] """, DenyReason.OutOfScope)]
    [InlineData("no audience", "aud=texts:aud", "aud", "a", """ "iss":"a" """, DenyReason.OutOfScope)]
    [InlineData("an empty list of audiences", "aud=texts:aud", "aud", "a", """ "aud":[] """, DenyReason.OutOfScope)]
    [InlineData("an audience with a zero byte", "aud=texts:aud", "aud", "a", """ "aud":"b\u0000a" """, DenyReason.InvalidToken)]
    [InlineData("an issuer with a zero byte", "iss=iss", "iss", "a", """ "iss":"b\u0000a" """, DenyReason.InvalidToken)]
    [InlineData("the issuer", "iss=iss", "iss", "https://a", """ "iss":"https:\/\/a" """, null)]
    [InlineData("an issuer with a slash more", "iss=iss", "iss", "https://a", """ "iss":"https://a/" """, DenyReason.OutOfScope)]
    [InlineData("the path", "sub=sub", "sub", "{path}", """ "sub":"/a/b.m3u8" """, null)]
    [InlineData("another path", "sub=sub", "sub", "{path}", """ "sub":"/a/b" """, DenyReason.OutOfScope)]
    [InlineData("a segment", "sub=sub", "sub", "{path|segment:2}", """ "sub":"b.m3u8" """, null)]
    [InlineData("a segment without its ending", "sub=sub", "sub", "{path|segment:2|without_ending}", """ "sub":"b" """, null)]
    [InlineData("a segment that is not there", "sub=sub", "sub", "{path|segment:3}", """ "sub":"" """, DenyReason.OutOfScope)]
    [InlineData("a parameter", "sub=sub", "sub", "{query:id}", """ "sub":"7" """, null)]
    [InlineData("another parameter", "sub=sub", "sub", "{query:id}", """ "sub":"8" """, DenyReason.OutOfScope)]
    [InlineData("a parameter that is not there", "sub=sub", "sub", "{query:x}", """ "sub":"" """, DenyReason.OutOfScope)]
    [InlineData("host and method", "sub=sub", "sub", "{method} {host}", """ "sub":"GET example.com" """, null)]
    [InlineData("a name with slashes", "https:%2F%2Fa%2Frole=role", "role", "admin", """ "https://a/role":"admin" """, null)]
    [InlineData("a claim in a claim", "a/b/c=role", "role", "admin", """ "a":{"b":{"c":"admin"}} """, null)]
    public static void Compares_a_claim(string description, string item, string field, string template, string claim, DenyReason? reason)
    {
        var verdict = Verify($"exp=number:expires! {item}", claim, [KeyValuePair.Create(field, ImmutableArray.Create(template))]);

        Assert.True(reason is null ? verdict.IsAllowed : !verdict.IsAllowed && verdict.Reason == reason, $"{description}: {verdict}");
    }

    [Theory]
    [InlineData("a folder", "path=prefix!", """ "path":"/a" """, null)]
    [InlineData("a folder that begins alike", "path=prefix!", """ "path":"/a/b" """, DenyReason.OutOfScope)]
    [InlineData("no folder", "path=prefix!", """ "sub":"a" """, DenyReason.InvalidToken)]
    [InlineData("a glob", "paths=texts:acl!", """ "paths":"/a/*" """, null)]
    [InlineData("one of several globs", "paths=texts:acl!", """ "paths":["/x","/*.m3u8"] """, null)]
    [InlineData("other globs", "paths=texts:acl!", """ "paths":["/x","/a/b"] """, DenyReason.OutOfScope)]
    [InlineData("no globs", "paths=texts:acl!", """ "paths":[] """, DenyReason.OutOfScope)]
    [InlineData("a restriction that nobody here knows", "geo=restriction", """ "geo":["GB"] """, DenyReason.OutOfScope)]
    public static void Opens_what_a_claim_says(string description, string item, string claim, DenyReason? reason)
    {
        var verdict = Verify($"exp=number:expires! {item}", claim, []);

        Assert.True(reason is null ? verdict.IsAllowed : !verdict.IsAllowed && verdict.Reason == reason, $"{description}: {verdict}");
    }

    [Fact]
    public static void Bounds_the_age_of_a_token()
    {
        var scheme = Scheme.Compile(Preset with
        {
            Items = [Preset.Items[0], "payload|from_base64url_unpadded json exp=number:expires! iat=number:issued!"],
            Ttl = TimeSpan.FromMinutes(1),
        });

        Assert.True(Verify(scheme, """{"exp":1800000600,"iat":1799999941}""").IsAllowed);
        Assert.Equal(DenyReason.Expired, Verify(scheme, """{"exp":1800000600,"iat":1799999930}""").Reason);
        Assert.Equal(DenyReason.NotYetValid, Verify(scheme, """{"exp":1800000600,"iat":1800000010}""").Reason);
    }

    // Of an ECDSA signature anybody can make a second one, and its text has no identity either.
    [Fact]
    public static void Claims_a_token_that_is_used_once_by_its_id()
    {
        var scheme = Scheme.Compile(Preset with { SingleUse = true });

        var first = Verify(scheme, """{"exp":1800000600,"jti":"a"}""").Claim;
        var second = Verify(scheme, """{"exp":1800000600,"jti":"a","sub":"b"}""").Claim;
        var other = Verify(scheme, """{"exp":1800000600,"jti":"b"}""").Claim;

        Assert.True(first.IsNeeded);
        Assert.Equal(first.Id, second.Id);
        Assert.NotEqual(first.Id, other.Id);
        Assert.NotEqual(Verify(scheme, """{"exp":1800000600}""").Claim.Id, Verify(scheme, """{"exp":1800000601}""").Claim.Id);
    }

    private static Verdict Verify(string items, string claim, IEnumerable<KeyValuePair<string, ImmutableArray<string>>> required)
    {
        var scheme = Scheme.Compile(Preset with
        {
            Items = [Preset.Items[0], $"payload|from_base64url_unpadded json {items}"],
            Require = required.ToImmutableSortedDictionary(StringComparer.Ordinal),
        });
        return Verify(scheme, $"{{\"exp\":1800000600,{claim}}}");
    }

    private static Verdict Verify(Scheme scheme, string claims)
    {
        var token = Jws.Sign("""{"alg":"ES256"}""", claims, SignatureAlgorithm.EcdsaP256Sha256, SampleKeys.Of(KeyKind.EcP256));
        var request = new TestRequest("/a/b.m3u8?id=7") { Headers = [new("authorization", $"Bearer {token}")] };
        return scheme.Verify(ref request, SampleKeys.Ring, Jws.Now);
    }
}

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

/// <summary>Tokens that other libraries accepted and must not have, and the rules of RFC 8725.</summary>
[Promise(1)]
public static class JwtAttackTests
{
    private const string Rs256 = """{"alg":"RS256"}""";
    private const string Es256 = """{"alg":"ES256"}""";
    private const string Hs256 = """{"alg":"HS256"}""";

    private static readonly Scheme Scheme = Scheme.Compile(PresetCatalog.All.Single(preset => preset.Name == "jwt"));

    // A shared secret beside public keys, all of one id, as while one replaces the other.
    private static readonly KeyRing Ring = SampleKeys.Ring;
    private static readonly Key Rsa = SampleKeys.Of(KeyKind.Rsa);
    private static readonly Key Ec = SampleKeys.Of(KeyKind.EcP256);
    private static readonly Key Attacker = SampleKeys.Others.Keys.Single(key => key.Material.Kind is KeyKind.Rsa);

    private static readonly byte[] Der = ((AsymmetricKey)Rsa.Material).PublicKey.ToArray();
    private static readonly string Pem = PemEncoding.WriteString("PUBLIC KEY", Der);

    private static readonly string AttackerJwk = Encoding.ASCII.GetString(PublicJwk.Write(Attacker)!);

    private static readonly (string Description, string Token)[] Rows =
    [
        ("no algorithm (CVE-2015-9235)", $"{Jws.Encode("""{"alg":"none"}""")}.{Jws.Encode(Jws.Claims)}."),
        ("no algorithm in other letters", $"{Jws.Encode("""{"alg":"nOnE"}""")}.{Jws.Encode(Jws.Claims)}.AA"),
        ("no algorithm, signed", Jws.Sign("""{"alg":"none"}""", Jws.Claims, SignatureAlgorithm.RsaSha256, Rsa)),
        ("no alg (CVE-2022-23540)", Jws.Sign("{}", Jws.Claims, SignatureAlgorithm.RsaSha256, Rsa)),
        ("an unknown alg (CVE-2026-23993)", Jws.Sign("""{"alg":"XS256"}""", Jws.Claims, SignatureAlgorithm.RsaSha256, Rsa)),
        ("an alg of another size", Jws.Sign("""{"alg":"RS512"}""", Jws.Claims, SignatureAlgorithm.RsaSha256, Rsa)),
        ("an alg of another padding (CVE-2022-23541)", Jws.Sign("""{"alg":"PS256"}""", Jws.Claims, SignatureAlgorithm.RsaPssSha256, Rsa)),
        ("a digest that the key is not for (CVE-2026-22817)", Jws.Sign(
            """{"alg":"RS512"}""", Jws.Claims, SignatureAlgorithm.RsaSha512, Rsa)),
        ("another alg than the signature's", Jws.Sign(Es256, Jws.Claims, SignatureAlgorithm.RsaSha256, Rsa)),
        ("a list of algs", Jws.Sign("""{"alg":["RS256"]}""", Jws.Claims, SignatureAlgorithm.RsaSha256, Rsa)),
        ("two algs", Jws.Sign("""{"alg":"RS256","alg":"RS256"}""", Jws.Claims, SignatureAlgorithm.RsaSha256, Rsa)),
        ("two algs, one with an escape", Jws.Sign("""{"alg":"RS256","\u0061lg":"none"}""", Jws.Claims, SignatureAlgorithm.RsaSha256, Rsa)),
        ("an alg in lower case", Jws.Sign("""{"alg":"rs256"}""", Jws.Claims, SignatureAlgorithm.RsaSha256, Rsa)),
        ("the public key's PEM as a secret (CVE-2016-10555)", Confused(Encoding.ASCII.GetBytes(Pem))),
        ("the same with a line end (CVE-2022-29217)", Confused(Encoding.ASCII.GetBytes(Pem + "\n"))),
        ("the same in DER (CVE-2024-33663)", Confused(Der)),
        ("the same as a JWK (CVE-2024-37568)", Confused(PublicJwk.Write(Rsa)!)),
        ("an empty secret (CVE-2024-54150)", Signed(Hs256, Jws.Claims, HMACSHA256.HashData(Array.Empty<byte>(), Bytes(Hs256, Jws.Claims)))),
        ("an embedded key (CVE-2018-0114)", Embedded($$"""{"alg":"RS256","jwk":{{AttackerJwk}}}""")),
        ("the URL of a key (CVE-2024-21643)", Embedded("""{"alg":"RS256","jku":"https://evil.example/jwks.json"}""")),
        ("the URL of a certificate", Embedded("""{"alg":"RS256","x5u":"https://evil.example/c.pem"}""")),
        ("a certificate", Embedded("""{"alg":"RS256","x5c":["MIIB"]}""")),
        ("a kid that is a path", Jws.Sign("""{"alg":"RS256","kid":"../../../dev/null"}""", Jws.Claims, SignatureAlgorithm.RsaSha256, Rsa)),
        ("a kid that is a query", Jws.Sign("""{"alg":"RS256","kid":"' or 1=1--"}""", Jws.Claims, SignatureAlgorithm.RsaSha256, Rsa)),
        ("an empty kid", Jws.Sign("""{"alg":"RS256","kid":""}""", Jws.Claims, SignatureAlgorithm.RsaSha256, Rsa)),
        ("a kid that is a number", Jws.Sign("""{"alg":"RS256","kid":1}""", Jws.Claims, SignatureAlgorithm.RsaSha256, Rsa)),
        ("a critical extension (CVE-2025-59420)", Jws.Sign(
            """{"alg":"RS256","crit":["x"],"x":1}""", Jws.Claims, SignatureAlgorithm.RsaSha256, Rsa)),
        ("an empty list of critical extensions", Jws.Sign("""{"alg":"RS256","crit":[]}""", Jws.Claims, SignatureAlgorithm.RsaSha256, Rsa)),
        ("a payload as it is (RFC 7797)", Jws.Sign("""{"alg":"RS256","b64":false}""", Jws.Claims, SignatureAlgorithm.RsaSha256, Rsa)),
        ("zeros as ECDSA's numbers (CVE-2022-21449)", Signed(Es256, Jws.Claims, new byte[64])),
        ("an ECDSA signature in DER", Signed(
            Es256, Jws.Claims, InDer(Jws.Sign(Es256, Jws.Claims, SignatureAlgorithm.EcdsaP256Sha256, Ec)))),
        ("an ECDSA signature of 63 bytes", Signed(Es256, Jws.Claims, [.. Enumerable.Repeat((byte)1, 63)])),
        ("JSON beside the token (CVE-2022-39227)", $$"""{"{{Valid}}":"","payload":"e30"}"""),
        ("five parts, as encrypted tokens have (CVE-2024-21319)", $"{Valid}.e30.e30"),
        ("two parts", Valid[..Valid.LastIndexOf('.')]),
        ("no signature", Valid[..(Valid.LastIndexOf('.') + 1)]),
        ("no payload", Jws.Sign($"{Jws.Encode(Rs256)}.", SignatureAlgorithm.RsaSha256, Rsa)),
        ("padding", Jws.Sign($"{Jws.Encode(Rs256 + " ")}=.{Jws.Encode(Jws.Claims)}", SignatureAlgorithm.RsaSha256, Rsa)),
        ("padding of the signature", Valid + "=="),
        ("a blank", Valid + " x"),
        ("the other base64", Jws.Sign(
            $"{Jws.Encode(Rs256)}.{Convert.ToBase64String("""{"exp":1800000600,"a":"~~?"}"""u8)}", SignatureAlgorithm.RsaSha256, Rsa)),
        ("a header that is a list", Jws.Sign("[]", Jws.Claims, SignatureAlgorithm.RsaSha256, Rsa)),
        ("a header with trailing bytes", Jws.Sign(Rs256 + "{}", Jws.Claims, SignatureAlgorithm.RsaSha256, Rsa)),
        ("claims with a byte-order mark", Jws.Sign(Rs256, "\ufeff" + Jws.Claims, SignatureAlgorithm.RsaSha256, Rsa)),
        ("claims twice", Jws.Sign(Rs256, """{"exp":1800000600,"exp":1800000600}""", SignatureAlgorithm.RsaSha256, Rsa)),
        ("no end", Jws.Sign(Rs256, "{}", SignatureAlgorithm.RsaSha256, Rsa)),
        ("an end that is a text", Jws.Sign(Rs256, """{"exp":"1800000600"}""", SignatureAlgorithm.RsaSha256, Rsa)),
        ("an end that is null", Jws.Sign(Rs256, """{"exp":null}""", SignatureAlgorithm.RsaSha256, Rsa)),
        ("an end of no number", Jws.Sign(Rs256, """{"exp":1e400}""", SignatureAlgorithm.RsaSha256, Rsa)),
    ];

    public static TheoryData<int, string> Attacks { get; } = new(Rows.Index().Select(row => (row.Index, row.Item.Description)));

    private static string Valid => Jws.Sign(Rs256, Jws.Claims, SignatureAlgorithm.RsaSha256, Rsa);

    [Theory]
    [MemberData(nameof(Attacks))]
    public static void Denies(int index, string description)
    {
        var verdict = Verify(Rows[index].Token);

        Assert.True(verdict is { IsAllowed: false, Reason: DenyReason.InvalidToken }, $"{description}: {verdict}");
    }

    [Theory]
    [InlineData("an RSA signature", Rs256, SignatureAlgorithm.RsaSha256, KeyKind.Rsa)]
    [InlineData("an ECDSA signature", Es256, SignatureAlgorithm.EcdsaP256Sha256, KeyKind.EcP256)]
    [InlineData("an Ed25519 signature", """{"alg":"EdDSA"}""", SignatureAlgorithm.Ed25519, KeyKind.Ed25519)]
    [InlineData("an Ed25519 signature by its new name", """{"alg":"Ed25519"}""", SignatureAlgorithm.Ed25519, KeyKind.Ed25519)]
    [InlineData("an HMAC", Hs256, SignatureAlgorithm.HmacSha256, KeyKind.SharedSecret)]
    [InlineData("a key that is named", """{"typ":"JWT","kid":"k1","alg":"RS256"}""", SignatureAlgorithm.RsaSha256, KeyKind.Rsa)]
    [InlineData("blanks in the header", """{ "alg" : "RS256" }""", SignatureAlgorithm.RsaSha256, KeyKind.Rsa)]
    [InlineData(
        "a key of its own, which is not read", """{"alg":"RS256","jwk":{},"x5c":["a"]}""", SignatureAlgorithm.RsaSha256, KeyKind.Rsa)]
    public static void Allows(string description, string header, SignatureAlgorithm algorithm, KeyKind kind)
    {
        var key = SampleKeys.Of(kind);

        var verdict = Verify(Jws.Sign(header, Jws.Claims, algorithm, key));

        Assert.True(ReferenceEquals(verdict.Key, key), $"{description}: {verdict.Reason}");
    }

    [Theory]
    [InlineData("at its end", """{"exp":1800000000}""", DenyReason.Expired)]
    [InlineData("half a second before its end", """{"exp":1800000000.5}""", null)]
    [InlineData("before 1970", """{"exp":-1}""", DenyReason.InvalidToken)]
    [InlineData("before it begins", """{"exp":1800000600,"nbf":1800000000.5}""", DenyReason.NotYetValid)]
    [InlineData("when it begins", """{"exp":1800000600,"nbf":1800000000}""", null)]
    public static void Compares_times(string description, string claims, DenyReason? reason)
    {
        var verdict = Verify(Jws.Sign(Rs256, claims, SignatureAlgorithm.RsaSha256, Rsa));

        Assert.True(reason is null ? verdict.IsAllowed : !verdict.IsAllowed && verdict.Reason == reason, $"{description}: {verdict}");
    }

    // CVE-2025-30204: a token of many dots.
    [Theory]
    [InlineData("dots", ".", 60_000)]
    [InlineData("a long header", "a", 60_000)]
    [InlineData("a long header and dots", "YWFh.", 12_000)]
    [InlineData("deep JSON", "W1tb", 15_000)]
    public static void Takes_bounded_time_and_memory(string description, string piece, int count)
    {
        var token = string.Concat(Enumerable.Repeat(piece, count));
        string[] tokens =
        [
            token,
            $"{token}.e30.AA",
            $"{Jws.Encode(Rs256)}.{token.Replace(".", "", StringComparison.Ordinal)}.AA",
            $"{Jws.Encode("{\"alg\":")}{token}.{Jws.Encode(Jws.Claims)}.AA",
        ];
        var time = System.Diagnostics.Stopwatch.StartNew();
        foreach (var text in tokens) Assert.Equal(DenyReason.InvalidToken, Verify(text).Reason);

        Assert.True(time.Elapsed < TimeSpan.FromSeconds(1), $"{description}: {time.Elapsed}");
    }

    [Fact]
    public static void Denies_two_tokens()
    {
        var request =
            Jws.Request(Valid) with { Headers = [new("authorization", $"Bearer {Valid}"), new("authorization", $"Bearer {Valid}")] };

        Assert.False(Scheme.Verify(ref request, Ring, Jws.Now).IsAllowed);
    }

    private static Verdict Verify(string token)
    {
        var request = Jws.Request(token);
        return Scheme.Verify(ref request, Ring, Jws.Now);
    }

    private static string Confused(byte[] secret) => Signed(Hs256, Jws.Claims, HMACSHA256.HashData(secret, Bytes(Hs256, Jws.Claims)));

    private static string Embedded(string header) => Jws.Sign(header, Jws.Claims, SignatureAlgorithm.RsaSha256, Attacker);

    private static byte[] Bytes(string header, string claims) => Encoding.ASCII.GetBytes($"{Jws.Encode(header)}.{Jws.Encode(claims)}");

    private static string Signed(string header, string claims, byte[] signature) =>
        $"{Jws.Encode(header)}.{Jws.Encode(claims)}.{Base64Url.EncodeToString(signature)}";

    // r and s as DER, each with a leading zero where it would be negative.
    private static byte[] InDer(string token)
    {
        var numbers = Base64Url.DecodeFromChars(token.Split('.')[2]);
        byte[] content = [.. Number(numbers[..32]), .. Number(numbers[32..])];
        return [0x30, (byte)content.Length, .. content];

        static byte[] Number(byte[] value) => value[0] < 0x80 ? [2, 32, .. value] : [2, 33, 0, .. value];
    }
}

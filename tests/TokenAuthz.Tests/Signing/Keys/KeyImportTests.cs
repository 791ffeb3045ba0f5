using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using TokenAuthz.Signing.Algorithms;
using TokenAuthz.Signing.Keys;

namespace TokenAuthz.Tests.Signing.Keys;

/// <summary>Public keys and key pairs are read in every form that tools write them in.</summary>
public static class KeyImportTests
{
    // Of the key in RFC 7638, section 3.1.
    private const string Modulus =
        "0vx7agoebGcQSuuPiLJXZptN9nndrQmbXEps2aiAFbWhM78LhWx4cbbfAAtVT86zwu1RK7aPFFxuhDR1L6tSoc_BJECPebWKRXjBZCiFV4n3ok" +
        "njhMstn64tZ_2W-5JsGY4Hc5n9yBXArwl93lqt7_RN5w6Cf0h4QyQ5v-65YGjQR0_FDW2QvzqY368QQMicAtaSqzs8KJZgnYb9c7d0zgdAZHzu" +
        "6qMQvRL5hajrn1n91CbOpbISD08qNLyrdkt-bFTWhAI4vMQFh6WeZu0fM4lFd2NcRwr3XPksINHaQ-G_xBniIqbw0Ls1jF44-csFCur-kEgU8a" +
        "wapJzKnqDKgw";

    private static readonly RSA Rsa = RSA.Create(2048);
    private static readonly ECDsa P256 = ECDsa.Create(ECCurve.NamedCurves.nistP256);

    public static TheoryData<string, string, KeyKind, bool> Texts { get; } = new()
    {
        { "RSA, SubjectPublicKeyInfo", Rsa.ExportSubjectPublicKeyInfoPem(), KeyKind.Rsa, false },
        { "RSA, PKCS#1", Rsa.ExportRSAPublicKeyPem(), KeyKind.Rsa, false },
        { "RSA, PKCS#1 private", Rsa.ExportRSAPrivateKeyPem(), KeyKind.Rsa, true },
        { "RSA, PKCS#8", Rsa.ExportPkcs8PrivateKeyPem(), KeyKind.Rsa, true },
        { "RSA, certificate", Certificate(), KeyKind.Rsa, false },
        { "RSA, with line ends of Windows", Rsa.ExportSubjectPublicKeyInfoPem().ReplaceLineEndings("\r\n"), KeyKind.Rsa, false },
        { "RSA, behind a comment", $"# the key of 2026\n{Rsa.ExportSubjectPublicKeyInfoPem()}\n", KeyKind.Rsa, false },
        { "RSA, JWK", Jwk(Rsa, isPrivate: false), KeyKind.Rsa, false },
        { "RSA, private JWK", Jwk(Rsa, isPrivate: true), KeyKind.Rsa, true },
        { "P-256, SubjectPublicKeyInfo", P256.ExportSubjectPublicKeyInfoPem(), KeyKind.EcP256, false },
        { "P-256, SEC 1", P256.ExportECPrivateKeyPem(), KeyKind.EcP256, true },
        {
            "P-256, as openssl ecparam writes it",
            "-----BEGIN EC PARAMETERS-----\nBggqhkjOPQMBBw==\n-----END EC PARAMETERS-----\n" +
                $"{P256.ExportECPrivateKeyPem()}", KeyKind.EcP256, true
        },
        { "P-256, JWK", Jwk(P256, isPrivate: false), KeyKind.EcP256, false },
        { "P-256, private JWK", Jwk(P256, isPrivate: true), KeyKind.EcP256, true },
        {
            "Ed25519, SubjectPublicKeyInfo (RFC 8410, section 10.1)",
            "-----BEGIN PUBLIC KEY-----\n" +
                "MCowBQYDK2VwAyEAGb9ECWmEzf6FQbrBZ9w7lshQhqowtrbLDFw4rXAxZuE=\n-----END PUBLIC KEY-----", KeyKind.Ed25519, false
        },
        {
            "Ed25519, PKCS#8 (RFC 8410, section 10.3)",
            "-----BEGIN PRIVATE KEY-----\n" +
                "MC4CAQAwBQYDK2VwBCIEINTuctv5E1hK1bbY8fdp+K06/nwoy/HU++CXqI9EdVhC\n-----END PRIVATE KEY-----", KeyKind.Ed25519, true
        },
        {
            "Ed25519, JWK (RFC 8037, appendix A.2)",
            """{"kty":"OKP","crv":"Ed25519","x":"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"}""", KeyKind.Ed25519, false
        },
        {
            "Ed25519, private JWK (RFC 8037, appendix A.1)",
            """
            {"kty":"OKP","crv":"Ed25519","d":"nWGxne_9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A",
             "x":"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"}
            """, KeyKind.Ed25519, true
        },
    };

    [Theory]
    [MemberData(nameof(Texts))]
    public static void Reads_a_key_that_says_what_it_is(string description, string text, KeyKind kind, bool canSign)
    {
        var bytes = Encoding.UTF8.GetBytes(text);

        Assert.True(KeyImport.IsSelfDescribing(bytes), description);
        var key = Assert.IsType<AsymmetricKey>(Assert.Single(KeyImport.Read(bytes).Keys).Material);

        Assert.Equal((kind, canSign), (key.Kind, key.CanSign));
        if (kind is KeyKind.Rsa) Assert.Equal(Rsa.ExportSubjectPublicKeyInfo(), key.PublicKey);
        if (kind is KeyKind.EcP256) Assert.Equal(P256.ExportSubjectPublicKeyInfo(), key.PublicKey);
    }

    [Fact]
    public static void Reads_keys_in_binary()
    {
        var raw = Convert.FromHexString("d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a");

        Assert.Equal(KeyKind.Ed25519, KeyImport.ReadBinary(raw).Kind);
        Assert.Equal(Rsa.ExportSubjectPublicKeyInfo(), KeyImport.ReadBinary(Rsa.ExportSubjectPublicKeyInfo()).PublicKey);
        Assert.True(KeyImport.ReadBinary(P256.ExportPkcs8PrivateKey()).CanSign);
    }

    [Fact]
    public static void Shows_the_size_and_the_fingerprint_that_openssl_shows()
    {
        var key = KeyImport.ReadBinary(Rsa.ExportSubjectPublicKeyInfo());

        Assert.Equal(2048, key.Bits);
        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(Rsa.ExportSubjectPublicKeyInfo()))[..16], key.Fingerprint);
    }

    [Fact]
    public static void Reads_what_a_JWK_says_of_its_key()
    {
        var key = Assert.Single(Read(
            """
            {"kty":"oct","kid":"https://example.com/keys#1","alg":"HS256","use":"sig","key_ops":["sign","verify"],"x5t":"ignored",
             "nbf":1800000000,"exp":1800003600000,"k":"AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8"}
            """).Keys);

        Assert.Equal(("https://example.com/keys#1", SignatureAlgorithm.HmacSha256), (key.Id, key.Algorithm));
        Assert.Equal((1_800_000_000, 1_800_003_600), (key.NotBefore!.Value.ToUnixTimeSeconds(), key.NotAfter!.Value.ToUnixTimeSeconds()));
        Assert.Equal(256, Assert.IsType<SharedSecret>(key.Material).Bits);
    }

    [Theory]
    [InlineData(
        "RFC 7638, section 3.1",
        """{"kty":"RSA","alg":"RS256","e":"AQAB","n":"N"}""",
        "NzbLsXh8uDCcd-6MNwXF4W_7noWXFZAfHkxZsRGC9Xs")]
    [InlineData(
        "RFC 8037, appendix A.3",
        """{"kty":"OKP","crv":"Ed25519","x":"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"}""",
        "kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k")]
    public static void Names_a_key_of_a_set_without_an_id_by_its_thumbprint(string source, string jwk, string thumbprint)
    {
        jwk = jwk.Replace("\"N\"", $"\"{Modulus}\"", StringComparison.Ordinal);

        Expect.Equal(thumbprint, Assert.Single(Read($$"""{"keys":[{{jwk}}]}""").Keys).Id, source);
        Assert.Null(Assert.Single(Read(jwk).Keys).Id);
    }

    [Fact]
    public static void Leaves_out_the_keys_of_a_set_that_verify_nothing_and_says_so()
    {
        var keys = Read(
            $$"""
            {"keys":[{"kty":"RSA","kid":"encrypts","use":"enc","n":"AQAB","e":"AQAB"},{"kty":"OKP","crv":"X25519","x":"AA"},
                     {{Jwk(P256, isPrivate: false)}},{"kty":"new","kid":"next"},17]}
            """);

        Assert.Equal((true, KeyKind.EcP256), (keys.IsSet, Assert.Single(keys.Keys).Material.Kind));
        Assert.Equal(
            [
                "encrypts: \"use\" is enc: the key is not for signatures", "number 2: \"crv\" is X25519: use Ed25519",
                "next: \"kty\" is new: use RSA, EC, OKP or oct", "number 5: a JWK is a JSON object",
            ],
            keys.Skipped);
    }

    [Theory]
    [InlineData("a secret", "correct-horse-battery-staple", false)]
    [InlineData("a secret in base64", "MCowBQYDK2VwAyEAGb9ECWmEzf6FQbrBZ9w7lshQhqowtrbLDFw4rXAxZuE=", false)]
    [InlineData("a broken PEM", " -----BEGIN nothing", true)]
    [InlineData("a PEM behind other text", "x\n-----BEGIN PUBLIC KEY-----", true)]
    [InlineData("a broken JSON", "\t{", true)]
    public static void Tells_a_secret_from_a_key_that_says_what_it_is(string description, string text, bool isSelfDescribing) =>
        Expect.Equal(isSelfDescribing, KeyImport.IsSelfDescribing(Encoding.UTF8.GetBytes(text)), description);

    internal static string Jwk(RSA rsa, bool isPrivate)
    {
        var p = rsa.ExportParameters(isPrivate);
        var secret = isPrivate
            ? $$""","d":"{{Url(p.D)}}","p":"{{Url(p.P)}}","q":"{{Url(p.Q)}}",""" +
                $$""" "dp":"{{Url(p.DP)}}","dq":"{{Url(p.DQ)}}","qi":"{{Url(p.InverseQ)}}" """
            : "";
        return $$"""{"kty":"RSA","n":"{{Url(p.Modulus)}}","e":"{{Url(p.Exponent)}}"{{secret}}}""";
    }

    internal static string Jwk(ECDsa key, bool isPrivate)
    {
        var p = key.ExportParameters(isPrivate);
        var secret = isPrivate ? $""","d":"{Url(p.D)}" """ : "";
        return $$"""{"kty":"EC","crv":"P-256","x":"{{Url(p.Q.X)}}","y":"{{Url(p.Q.Y)}}"{{secret}}}""";
    }

    private static ImportedKeys Read(string text) => KeyImport.Read(Encoding.UTF8.GetBytes(text));

    private static string Url(byte[]? bytes) => System.Buffers.Text.Base64Url.EncodeToString(bytes);

    private static string Certificate()
    {
        var request = new CertificateRequest("CN=k", Rsa, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        using var certificate = request.CreateSelfSigned(DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch.AddDays(1));
        return certificate.ExportCertificatePem();
    }
}

using System.Collections.Immutable;
using System.Security.Cryptography;
using TokenAuthz.Engine.Configuration;
using TokenAuthz.Engine.Hosting;
using TokenAuthz.Engine.Snapshots;
using TokenAuthz.Signing.Keys;

namespace TokenAuthz.Tests.Engine.Keys;

/// <summary>Public keys, JWK sets and several keys of one id, as a configuration has them.</summary>
public sealed class PublicKeyTests : IDisposable
{
    private const string Ed25519Hex = "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a";
    private const string Ed25519Jwk = """{"kty":"OKP","crv":"Ed25519","x":"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"}""";
    private const string Thumbprint = "kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k"; // RFC 8037, appendix A.3.
    private const string OctJwk = """{"kty":"oct","kid":"shared","k":"hJtXIZ2uSN5kbQfbtTNWbpdmhkV8FJG-Onbc6mxCcYg"}""";

    private static readonly RSA Rsa = RSA.Create(2048);
    private static readonly string RsaPem = Rsa.ExportSubjectPublicKeyInfoPem();
    private static readonly string[] Hmac = Policy("HmacSha256");

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    public static TheoryData<string, string[], string[]> Right { get; } = new()
    {
        { "PEM", ["Keys:0:Id=k", $"Keys:0:Value={RsaPem}", .. Policy("RsaSha256")], ["k Rsa 2048"] },
        { "the secret in PEM", [$"Secret={RsaPem}", .. Policy("RsaSha256")], ["default Rsa 2048"] },
        { "a key pair", ["Keys:0:Id=k", $"Keys:0:Value={Rsa.ExportPkcs8PrivateKeyPem()}", .. Policy("RsaSha256")], ["k Rsa 2048"] },
        { "a raw key in hex", ["Keys:0:Id=k", $"Keys:0:Value={Ed25519Hex}", .. Policy("Ed25519", "Hex")], ["k Ed25519 256"] },
        {
            "DER in base64",
            ["Keys:0:Id=k", $"Keys:0:Value={Convert.ToBase64String(Rsa.ExportSubjectPublicKeyInfo())}", .. Policy("RsaSha256")],
            ["k Rsa 2048"]
        },
        { "a JWK without an id", ["Keys:0:Id=k", $"Keys:0:Value={Ed25519Jwk}", .. Policy("Ed25519")], ["k Ed25519 256"] },
        { "a JWK with an id", ["Keys:0:Id=k", $"Keys:0:Value={OctJwk}", .. Hmac], ["shared SharedSecret 256"] },
        { "a secret in hex, beside a JWK that is bytes already",
            ["Keys:0:Id=k", $"Keys:0:Value={OctJwk}", "Keys:1:Id=h", "Keys:1:Value=9f86d081884c7d659a2feaa0c55ad015",
                .. Policy("HmacSha256", "Hex")],
            ["shared SharedSecret 256", "h SharedSecret 128"] },
        { "two keys of one id",
            ["Keys:0:Id=k", "Keys:0:Value=the-old-key-of-ours", "Keys:1:Id=k", "Keys:1:Value=the-new-key-of-ours", .. Hmac],
                ["k SharedSecret 152", "k SharedSecret 152"] },
        { "an id that is a URL", ["Keys:0:Id=https://example.com/users/a#main-key", $"Keys:0:Value={RsaPem}", .. Policy("RsaSha256")],
            ["https://example.com/users/a#main-key Rsa 2048"] },
        { "an id that is an e-mail address",
            ["Keys:0:Id=a@example.iam.gserviceaccount.com", $"Keys:0:Value={RsaPem}", .. Policy("RsaSha256")],
                ["a@example.iam.gserviceaccount.com Rsa 2048"] },
        { "a key that is bound to an algorithm",
            ["Keys:0:Id=k", $"Keys:0:Value={RsaPem}", "Keys:0:Algorithm=RsaPssSha512", .. Policy("FromKey")],
                ["k Rsa 2048"] },
        { "a bare text that is bound to an algorithm",
            ["Keys:0:Id=k", $"Keys:0:Value={Ed25519Hex}", "Keys:0:Algorithm=ed25519", .. Policy("FromKey", "Hex")], ["k Ed25519 256"] },
        { "the keys of a set that fit",
            ["Keys:0:Id=k", $"Keys:0:Value={{\"keys\":[{Ed25519Jwk},{OctJwk}]}}", .. Policy("Ed25519")], [$"{Thumbprint} Ed25519 256"] },
        { "all the keys of a set", ["Keys:0:Id=k", $"Keys:0:Value={{\"keys\":[{Ed25519Jwk},{OctJwk}]}}", .. Policy("FromKey")],
            [$"{Thumbprint} Ed25519 256", "shared SharedSecret 256"] },
        { "a set that a policy names",
            ["Secret=the-key-of-others", "Keys:0:Id=set", $"Keys:0:Value={{\"keys\":[{Ed25519Jwk},{OctJwk}]}}", .. Policy("FromKey"),
                "Policies:0:Keys:0=set"],
            [$"{Thumbprint} Ed25519 256", "shared SharedSecret 256"] },
        { "a key of a set that a policy names by its thumbprint",
            ["Secret=the-key-of-others", "Keys:0:Id=set", $"Keys:0:Value={{\"keys\":[{Ed25519Jwk},{OctJwk}]}}", .. Policy("FromKey"),
                $"Policies:0:Keys:0={Thumbprint}"],
            [$"{Thumbprint} Ed25519 256"] },
        { "a secret of a set, whose thumbprint would tell of it",
            ["Keys:0:Id=k", $"Keys:0:Value={{\"keys\":[{OctJwk.Replace("\"kid\":\"shared\",", "", StringComparison.Ordinal)}]}}", .. Hmac],
            ["k SharedSecret 256"] },
        { "a key of a set that a policy names",
            ["Secret=the-key-of-others", "Keys:0:Id=set", $"Keys:0:Value={{\"keys\":[{Ed25519Jwk},{OctJwk}]}}", .. Policy("FromKey"),
                "Policies:0:Keys:0=shared"],
            ["shared SharedSecret 256"] },
        { "a short RSA key for tests",
            ["AllowWeakKeys=true", "Keys:0:Id=k", $"Keys:0:Value={ShortPem()}", .. Policy("RsaSha256")], ["k Rsa 1024"] },
    };

    [Theory]
    [MemberData(nameof(Right))]
    public static void Reads(string description, string[] settings, string[] keys) =>
        Assert.True(
            RingOf(Load(settings)).Select(key => $"{key.Id} {key.Material.Kind} {key.Material.Bits}").SequenceEqual(keys), description);

    public static TheoryData<string, string[], string> Mistakes { get; } = new()
    {
        { "a public key for an HMAC (CVE-2015-9235)", ["Keys:0:Id=k", $"Keys:0:Value={RsaPem}", .. Hmac],
            "the key k is of the kind Rsa, and HmacSha256 needs one of the kind SharedSecret" },
        { "a public key in JWK for an HMAC", ["Keys:0:Id=k", $"Keys:0:Value={Ed25519Jwk}", .. Hmac],
            "the key k is of the kind Ed25519, and HmacSha256 needs one of the kind SharedSecret" },
        { "a secret for a public key's scheme", ["Keys:0:Id=k", "Keys:0:Value=the old key of ours!", .. Policy("RsaSha256")],
            "the key k: it is no public key in PEM, JWK or Base64" },
        { "a key of another kind", ["Keys:0:Id=k", $"Keys:0:Value={RsaPem}", .. Policy("Ed25519")],
            "the key k is of the kind Rsa, and Ed25519 needs one of the kind Ed25519" },
        { "a bare text where the key decides", ["Keys:0:Id=k", "Keys:0:Value=the-old-key-of-ours", .. Policy("FromKey")],
            "the key k: it may be a secret or a public key" },
        { "a key that is bound to another algorithm",
            ["Keys:0:Id=k", $"Keys:0:Value={RsaPem}", "Keys:0:Algorithm=RsaSha512", .. Policy("RsaSha256")],
                "the key k is for RsaSha512 only, and the algorithm here is RsaSha256" },
        { "a key that is bound to an algorithm of another kind",
            ["Keys:0:Id=k", $"Keys:0:Value={RsaPem}", "Keys:0:Algorithm=Ed25519", .. Hmac],
                "TokenAuthz:Keys:0:Value: the key is of the kind Rsa, and Ed25519 needs one of the kind Ed25519" },
        { "a JWK of another algorithm than the entry",
            ["Keys:0:Id=k", $"Keys:0:Value={OctJwk.Replace("\"kid\"", "\"alg\":\"HS256\",\"kid\"", StringComparison.Ordinal)}",
                "Keys:0:Algorithm=HmacSha512", .. Hmac],
            "TokenAuthz:Keys:0:Value: the key is for HmacSha256, and the entry's Algorithm is HmacSha512" },
        { "a set of which nothing fits", ["Keys:0:Id=k", $"Keys:0:Value={{\"keys\":[{Ed25519Jwk}]}}", .. Hmac],
            $"the key {Thumbprint} is of the kind Ed25519, and HmacSha256 needs one of the kind SharedSecret" },
        { "a short RSA key", ["Keys:0:Id=k", $"Keys:0:Value={ShortPem()}", .. Policy("RsaSha256")],
            "TokenAuthz:Keys:0:Value: the RSA key has 1024 bits: use one of 2048 to 8192" },
        { "a weak secret in JWK", ["Keys:0:Id=k", """Keys:0:Value={"kty":"oct","k":"Y2hhbmdlbWU"}""", .. Hmac],
            "TokenAuthz:Keys:0:Value: this key is one that everybody knows" },
        { "an id with a blank", ["Keys:0:Id=a b", "Keys:0:Value=the-old-key-of-ours", .. Hmac],
            "TokenAuthz:Keys:0:Id = \"a b\": an id has 1 to 256 printable characters of ASCII, and no blanks" },
        { "an id of 257 characters", [$"Keys:0:Id={new string('a', 257)}", "Keys:0:Value=the-old-key-of-ours", .. Hmac],
            "an id has 1 to 256 printable" },
    };

    [Theory]
    [MemberData(nameof(Mistakes))]
    public static void Refuses(string description, string[] settings, string says)
    {
        var failure = Assert.Throws<ConfigurationException>(() => Load(settings));

        Assert.True(failure.Message.Contains(says, StringComparison.Ordinal), $"{description}: {failure.Message}");
    }

    [Fact]
    public static void Warns_of_the_keys_of_a_set_that_are_left_out()
    {
        var set = $$"""{"keys":[{{Ed25519Jwk}},{{OctJwk}},{"kty":"RSA","kid":"e","use":"enc"}]}""";

        Assert.Equal(
            [
                "key for ours: left out of its set: the key shared is of the " +
                    "kind SharedSecret, and Ed25519 needs one of the kind Ed25519; " +
                    "or list the keys of this policy, without this one",
                "key k: the key of the set is left out: e: \"use\" is enc: the key is not for signatures",
            ],
            Load(["Keys:0:Id=k", $"Keys:0:Value={set}", .. Policy("Ed25519")]).Warnings);
    }

    [Fact]
    public void Reads_a_directory_of_keys_of_which_some_are_in_PEM_and_JSON()
    {
        _folder.Write("K2JCJMDEHXQW5F.pem", RsaPem);
        _folder.Write("partner.json", $$"""{"keys":[{{Ed25519Jwk}}]}""");

        Assert.Equal(
            [Thumbprint, "K2JCJMDEHXQW5F"],
            RingOf(Load([$"Keys:0:Directory={_folder.Path}", .. Policy("FromKey")])).Select(key => key.Id));
    }

    [Fact]
    public void Reads_a_large_set_and_no_large_secret()
    {
        var keys = Enumerable.Range(0, 500).Select(i => $$"""{"kty":"OKP","crv":"Ed25519","x":"{{i:d4}}{{new string('A', 39)}}"}""");
        var set = $$"""{"keys":[{{string.Join(',', keys)}}]}""";

        Assert.Equal(500, RingOf(Load(["Keys:0:Id=k", $"Keys:0:File={_folder.Write("set", set)}", .. Policy("Ed25519")])).Length);
    }

    private static ImmutableArray<Key> RingOf(Snapshot snapshot) => Assert.Single(snapshot.Policies).Accepts!.All[0].Keys.Keys;

    private static string[] Policy(string algorithm, string encoding = "Text") =>
    [
        "Policies:0:Name=p", "Policies:0:Scheme=ours", "Schemes:ours:Token:0=header:sig={sig}", "Schemes:ours:Token:1=header:kid?={kid}",
        "Schemes:ours:Message={target}", $"Schemes:ours:Algorithm={algorithm}", $"Schemes:ours:KeyEncoding={encoding}",
    ];

    private static string ShortPem()
    {
        using var rsa = RSA.Create(1024);
        return rsa.ExportSubjectPublicKeyInfoPem();
    }

    private static Snapshot Load(string[] settings) => HostConfiguration.Load(
        new(() => WrittenSettings.Of(settings), [], IsDevelopment: false) { IsServed = true },
        _ => new OneListener("listener"),
        TimeProvider.System).Engine.Snapshot;
}

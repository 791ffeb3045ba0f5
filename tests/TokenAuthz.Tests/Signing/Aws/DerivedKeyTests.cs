using System.Security.Cryptography;
using System.Text;
using TokenAuthz.Signing;
using TokenAuthz.Signing.Issuing;
using TokenAuthz.Signing.Keys;
using TokenAuthz.Signing.Schemes;
using TokenAuthz.Signing.Signatures;
using TokenAuthz.Signing.Verifying;

namespace TokenAuthz.Tests.Signing.Aws;

/// <summary>The key pair that AWS Signature Version 4A derives from a secret, and signatures that are made with it.</summary>
public static class DerivedKeyTests
{
    private const string KeyId = "AKISORANDOMAASORANDOM";
    private const string Secret = "q+jcrXGc+0zWN6uzclKVhvMmUsIfRPa4rlRandom";

    // key_derivation_tests.c of awslabs/aws-c-auth.
    private const string X = "15d242ceebf8d8169fd6a8b5a746c41140414c3b07579038da06af89190fffcb";
    private const string Y = "0515242cedd82e94799482e4c0514b505afccf2c0c98d6a553bf539f424c5ec0";

    private static readonly DateTimeOffset Now = new(2026, 2, 25, 12, 0, 0, TimeSpan.Zero);
    private static readonly Key Shared = new(KeyId, Encoding.ASCII.GetBytes(Secret));

    private static readonly Scheme Scheme = Scheme.Compile(PresetFile.Find("aws-sigv4a").Preset);

    private static AsymmetricKey PublicKey
    {
        get
        {
            using var curve = ECDsa.Create(new ECParameters
            {
                Curve = ECCurve.NamedCurves.nistP256,
                Q = new() { X = Convert.FromHexString(X), Y = Convert.FromHexString(Y) },
            });
            return AsymmetricKey.FromPublicKey(curve.ExportSubjectPublicKeyInfo());
        }
    }

    [Fact]
    public static void Is_the_pair_that_AWS_derives()
    {
        byte[] texts = [.. "AWS4-ECDSA-P256-SHA256"u8, 0, 0, 0, 0, .. Encoding.ASCII.GetBytes(KeyId), 0, 0, 0, 0];
        int[] ends = [22, 22 + KeyTexts.Border + KeyId.Length];

        var derived = (AsymmetricKey)new CounterModeKey().Compute(Encoding.ASCII.GetBytes("AWS4A" + Secret), new(texts, ends))!;

        Assert.Equal(PublicKey.PublicKey, derived.PublicKey);
    }

    [Theory]
    [InlineData("header")]
    [InlineData("presigned")]
    public static void Signs_with_the_secret_what_the_public_key_verifies(string form)
    {
        var request = Sign(form);

        Assert.True(Scheme.Verify(ref request, new([Shared]), Now).IsAllowed);
        Assert.True(Scheme.Verify(ref request, new([new Key(KeyId, PublicKey)]), Now).IsAllowed);
        Assert.False(Scheme.Verify(ref request, new([new Key(KeyId, Encoding.ASCII.GetBytes(Secret + "0"))]), Now).IsAllowed);
        Assert.False(Scheme.Verify(ref request, new([new Key("other", PublicKey)]), Now).IsAllowed);
    }

    [Fact]
    public static void Denies_another_set_of_regions()
    {
        var request = Sign("header", region: "*");

        Assert.Equal(DenyReason.OutOfScope, Scheme.Verify(ref request, new([Shared]), Now).Reason);
    }

    [Fact]
    public static void Denies_a_signature_of_another_form()
    {
        var request = Sign("header");
        var authorization = request.Headers.Single(header => header.Key == "authorization").Value;
        var der = authorization[(authorization.IndexOf("Signature=", StringComparison.Ordinal) + "Signature=".Length)..];
        foreach (var other in (string[])[der + "00", der[..^2], "30" + der, der.ToUpperInvariant(), new('0', 128), Concatenated(der)])
        {
            var changed = request with
            {
                Headers = [.. request.Headers.Select(header => KeyValuePair.Create(
                    header.Key, header.Value.Replace(der, other, StringComparison.Ordinal)))],
            };

            Assert.False(Scheme.Verify(ref changed, new([Shared]), Now).IsAllowed, other);
        }
    }

    private static string Concatenated(string der)
    {
        Span<byte> signature = stackalloc byte[64];
        EcdsaSignature.FromDer(Convert.FromHexString(der), signature);
        return Convert.ToHexStringLower(signature);
    }

    private static TestRequest Sign(string form, string region = "eu-central-1")
    {
        var unsigned = new UnsignedRequest { Host = "example.com", Target = "/a?b=1", Form = form };
        if (region != "eu-central-1") unsigned = unsigned with { Fields = unsigned.Fields.Add("region_set", region) };
        var signed = Scheme.Sign(unsigned, Shared, Now);
        return new(signed.Target) { HostText = "example.com", Headers = signed.Headers };
    }
}

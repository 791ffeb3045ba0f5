using System.Formats.Asn1;
using System.Numerics;
using System.Security.Cryptography;
using System.Text;
using TokenAuthz.Signing.Keys;

namespace TokenAuthz.Tests.Signing.Keys;

/// <summary>A key that would let others sign, or that cannot be used, is refused with its reason.</summary>
public static class KeyImportMistakeTests
{
    private const string P256Point =
        """ "x":"f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU","y":"x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0" """;
    private const string Secret256 = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8";

    public static TheoryData<string, string, string> Texts { get; } = new()
    {
        { "nothing", "", "no whole key" },
        { "a PEM without its end", "-----BEGIN PUBLIC KEY-----\nMCow", "no whole key" },
        { "a PEM of other things", Pem("DH PARAMETERS", [1, 2, 3]), "PEM of the kind DH PARAMETERS is no key here" },
        { "a PEM of garbage", Pem("PUBLIC KEY", [1, 2, 3]), "this is no public key in DER" },
        { "a PEM of a private key in garbage", Pem("PRIVATE KEY", [1, 2, 3]), "the private key is damaged" },
        { "a certificate of garbage", Pem("CERTIFICATE", [1, 2, 3]), "the certificate is damaged" },
        { "two keys", Pem("PUBLIC KEY", Rsa(2048)) + "\n" + Pem("PUBLIC KEY", Rsa(2048)), "several keys" },
        { "a password", EncryptedPem(), "the private key has a password" },
        { "bytes behind the key", Pem("PUBLIC KEY", [.. Rsa(2048), 0]), "this is no public key in DER" },
        { "RSA of 1024 bits", Pem("PUBLIC KEY", Rsa(1024)), "the RSA key has 1024 bits: use one of 2048 to 8192" },
        { "RSA of 16384 bits", Pem("PUBLIC KEY", Rsa(BigInteger.Pow(2, 16383) + 1, 65537)), "the RSA key has 16384 bits" },
        { "RSA with the exponent 1 (every text is its own signature)",
            Pem("PUBLIC KEY", Rsa(BigInteger.Pow(2, 2047) + 1, 1)), "the RSA exponent" },
        { "RSA with an even exponent", Pem("PUBLIC KEY", Rsa(BigInteger.Pow(2, 2047) + 1, 65536)), "the RSA exponent" },
        { "RSA with an exponent of 65 bits",
            Pem("PUBLIC KEY", Rsa(BigInteger.Pow(2, 2047) + 1, BigInteger.Pow(2, 64) + 1)), "the RSA exponent" },
        { "RSA with a negative modulus", Pem("PUBLIC KEY", Rsa(-BigInteger.Pow(2, 2047) + 1, 65537)), "the RSA modulus" },
        { "RSA with an even modulus", Pem("PUBLIC KEY", Rsa(BigInteger.Pow(2, 2047), 65537)), "the RSA modulus" },
        { "a curve of its own (CVE-2020-0601)", Pem("PUBLIC KEY", ExplicitCurve()), "the EC key writes its curve as numbers" },
        { "a curve that is not supported", Pem("PUBLIC KEY", OnCurve("1.3.132.0.10", 32)), "the EC key is on the curve 1.3.132.0.10" },
        { "a point that is not on the curve (CVE-2015-7940)",
            Pem("PUBLIC KEY", OnCurve("1.2.840.10045.3.1.7", 32)), "no point of its curve" },
        { "DSA", Pem("PUBLIC KEY", Info("1.2.840.10040.4.1", [1])), "none of RSA, EC and Ed25519" },
        { "Ed448", Pem("PUBLIC KEY", Info("1.3.101.113", new byte[57])), "none of RSA, EC and Ed25519" },
        { "an Ed25519 key of 31 bytes", Pem("PUBLIC KEY", Info("1.3.101.112", new byte[31])), "damaged" },
        { "an Ed25519 key of small order", Pem("PUBLIC KEY", Info("1.3.101.112", new byte[32])), "of small order" },
        { "an Ed25519 key of order 1", Pem("PUBLIC KEY", Info("1.3.101.112", [1, .. new byte[31]])), "of small order" },
        { "JSON of another kind", "[]", "no whole key" },
        { "JSON that ends early", """{"kty":"oct" """, "this is no JSON that can be read" },
        { "JSON with a name twice", $$"""{"kty":"oct","kty":"oct","k":"{{Secret256}}"}""", "or it has a name twice" },
        { "JSON with a name twice in its depth", $$"""{"kty":"oct","k":"{{Secret256}}","a":{"b":1,"b":2} }""", "or it has a name twice" },
        { "JSON with bytes behind it", $$"""{"kty":"oct","k":"{{Secret256}}"} x""", "this is no JSON that can be read" },
        { "JSON that is deep", "{\"a\":" + new string('[', 20) + new string(']', 20) + "}", "this is no JSON that can be read" },
        { "an object that is no key", "{}", "the JWK has no text \"kty\"" },
        { "a key that encrypts", $$"""{"kty":"oct","use":"enc","k":"{{Secret256}}"}""", "\"use\" is enc" },
        { "a key that wraps", $$"""{"kty":"oct","key_ops":["wrapKey"],"k":"{{Secret256}}"}""", "\"key_ops\" has neither verify nor sign" },
        { "operations that are no list", $$"""{"kty":"oct","key_ops":"verify","k":"{{Secret256}}"}""", "\"key_ops\" has neither" },
        { "an algorithm of another kind (CVE-2015-9235)", $$"""{"kty":"oct","alg":"RS256","k":"{{Secret256}}"}""",
            "\"alg\" is RS256, which is not for" },
        { "the algorithm of another curve", $$"""{"kty":"EC","crv":"P-256","alg":"ES384",{{P256Point}}}""",
            "\"alg\" is ES384, which is not for" },
        { "no algorithm", $$"""{"kty":"oct","alg":"none","k":"{{Secret256}}"}""", "\"alg\" is none, which is no algorithm" },
        { "a secret that is too short for its algorithm", """{"kty":"oct","alg":"HS256","k":"AAEC"}""",
            "the secret has 24 bits, and HS256 needs 256" },
        { "an empty secret", """{"kty":"oct","k":""}""", "\"k\" is not written in base64url" },
        { "a secret with bits that say nothing", """{"kty":"oct","k":"AB"}""", "\"k\" is not written in base64url" },
        { "a secret with a blank", """{"kty":"oct","k":"AA EC"}""", "\"k\" is not written in base64url" },
        { "a secret that is a number", """{"kty":"oct","k":1}""", "the JWK has no text \"k\"" },
        { "a coordinate that is short", """{"kty":"EC","crv":"P-256","x":"AAEC","y":"AAEC"}""", "\"x\" has 3 bytes: it needs 32" },
        { "a point that is not on the curve", P256Off(), "no point of its curve" },
        { "a private key of another public one", PairOfTwo(), "\"x\" is not the public key of \"d\"" },
        { "an id with a control character", $$"""{"kty":"oct","kid":"a\nb","k":"{{Secret256}}"}""",
            "\"kid\" is no text of 1 to 256 printable" },
        { "an id that is a number", $$"""{"kty":"oct","kid":1,"k":"{{Secret256}}"}""", "\"kid\" is no text" },
        { "an id of 257 characters", $$"""{"kty":"oct","kid":"{{new string('a', 257)}}","k":"{{Secret256}}"}""", "\"kid\" is no text" },
        { "an end that is a text", $$"""{"kty":"oct","exp":"never","k":"{{Secret256}}"}""", "\"exp\" is no time in seconds since 1970" },
        { "an end beyond all time", $$"""{"kty":"oct","exp":1e300,"k":"{{Secret256}}"}""", "\"exp\" is no time in seconds since 1970" },
        { "keys that are no list", """{"keys":{}}""", "\"keys\" of the JWK set is no array" },
        { "a set without a key", """{"keys":[]}""", "the JWK set has no key that can verify a signature" },
        { "a set without a key to use", """{"keys":[{"kty":"x"}]}""", "number 1: \"kty\" is x" },
    };

    [Theory]
    [MemberData(nameof(Texts))]
    public static void Refuses(string description, string text, string says)
    {
        var fault = Assert.Throws<KeyFormatException>(() => KeyImport.Read(Encoding.UTF8.GetBytes(text)));

        Assert.True(fault.Message.Contains(says, StringComparison.Ordinal), $"{description}: {fault.Message}");
        Assert.DoesNotContain(Secret256, fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public static void Accepts_short_RSA_keys_for_tests_only_when_told()
    {
        Assert.Equal(1024, AsymmetricKey.FromPublicKey(Rsa(1024), allowShortRsa: true).Bits);
        Assert.Throws<KeyFormatException>(() => AsymmetricKey.FromPublicKey(Rsa(1016), allowShortRsa: true));
        Assert.Throws<KeyFormatException>(() => KeyImport.ReadBinary(new byte[31]));
        Assert.Throws<KeyFormatException>(() => KeyImport.ReadBinary([]));
    }

    private static string Pem(string label, byte[] der) => PemEncoding.WriteString(label, der);

    private static string EncryptedPem()
    {
        using var rsa = RSA.Create(2048);
        return rsa.ExportEncryptedPkcs8PrivateKeyPem("x", new(PbeEncryptionAlgorithm.Aes128Cbc, HashAlgorithmName.SHA256, 1));
    }

    private static byte[] Rsa(int bits)
    {
        using var rsa = RSA.Create(bits);
        return rsa.ExportSubjectPublicKeyInfo();
    }

    private static byte[] Rsa(BigInteger modulus, BigInteger exponent)
    {
        var numbers = new AsnWriter(AsnEncodingRules.DER);
        using (numbers.PushSequence())
        {
            numbers.WriteInteger(modulus);
            numbers.WriteInteger(exponent);
        }

        return Info("1.2.840.113549.1.1.1", numbers.Encode(), writer => writer.WriteNull());
    }

    private static byte[] OnCurve(string curve, int size)
    {
        byte[] point = [4, .. Enumerable.Repeat((byte)1, 2 * size)];
        return Info("1.2.840.10045.2.1", point, writer => writer.WriteObjectIdentifier(curve));
    }

    // The parameters of P-256 with a generator of its own, as far as a reader looks.
    private static byte[] ExplicitCurve() => Info("1.2.840.10045.2.1", [4, .. new byte[64]], writer =>
    {
        using (writer.PushSequence()) writer.WriteInteger(1);
    });

    private static byte[] Info(string algorithm, byte[] key, Action<AsnWriter>? parameters = null)
    {
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            using (writer.PushSequence())
            {
                writer.WriteObjectIdentifier(algorithm);
                parameters?.Invoke(writer);
            }

            writer.WriteBitString(key);
        }

        return writer.Encode();
    }

    private static string P256Off() => $$"""{"kty":"EC","crv":"P-256","x":"{{new string('A', 42)}}E","y":"{{new string('A', 42)}}E"}""";

    private static string PairOfTwo() =>
        """{"kty":"OKP","crv":"Ed25519","d":"nWGxne_9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A",""" +
            """ "x":"JrQLj5P_89iXES9-vFgrIy29clF9CC_oPPsw3c5D0bs"}""";
}

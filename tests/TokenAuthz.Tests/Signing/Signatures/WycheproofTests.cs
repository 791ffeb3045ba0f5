using System.Text.Json;
using TokenAuthz.Signing.Algorithms;
using TokenAuthz.Signing.Keys;
using TokenAuthz.Signing.Signatures;

namespace TokenAuthz.Tests.Signing.Signatures;

/// <summary>The signatures that Project Wycheproof collects of what verifiers got wrong, and those that they must accept.</summary>
public static class WycheproofTests
{
    private const string FolderVariable = "TOKEN_AUTHZ_WYCHEPROOF";

    public static TheoryData<string, SignatureAlgorithm, SignatureForm> Files { get; } = new()
    {
        { "ed25519_test.json", SignatureAlgorithm.Ed25519, SignatureForm.Concatenated },
        { "ecdsa_secp256r1_sha256_test.json", SignatureAlgorithm.EcdsaP256Sha256, SignatureForm.Der },
        { "ecdsa_secp256r1_sha256_p1363_test.json", SignatureAlgorithm.EcdsaP256Sha256, SignatureForm.Concatenated },
        { "ecdsa_secp384r1_sha384_test.json", SignatureAlgorithm.EcdsaP384Sha384, SignatureForm.Der },
        { "ecdsa_secp384r1_sha384_p1363_test.json", SignatureAlgorithm.EcdsaP384Sha384, SignatureForm.Concatenated },
        { "ecdsa_secp521r1_sha512_test.json", SignatureAlgorithm.EcdsaP521Sha512, SignatureForm.Der },
        { "ecdsa_secp521r1_sha512_p1363_test.json", SignatureAlgorithm.EcdsaP521Sha512, SignatureForm.Concatenated },
        { "rsa_signature_2048_sha256_test.json", SignatureAlgorithm.RsaSha256, SignatureForm.Concatenated },
        { "rsa_signature_2048_sha384_test.json", SignatureAlgorithm.RsaSha384, SignatureForm.Concatenated },
        { "rsa_signature_2048_sha512_test.json", SignatureAlgorithm.RsaSha512, SignatureForm.Concatenated },
        { "rsa_pss_2048_sha256_mgf1_32_test.json", SignatureAlgorithm.RsaPssSha256, SignatureForm.Concatenated },
        { "rsa_pss_2048_sha384_mgf1_48_test.json", SignatureAlgorithm.RsaPssSha384, SignatureForm.Concatenated },
        { "rsa_pss_4096_sha512_mgf1_64_test.json", SignatureAlgorithm.RsaPssSha512, SignatureForm.Concatenated },
    };

    [Theory]
    [MemberData(nameof(Files))]
    public static void Verifies_what_is_valid_and_nothing_else(string file, SignatureAlgorithm algorithm, SignatureForm form)
    {
        var method = SignatureMethod.Of(algorithm, form: form);
        var folder =
            Environment.GetEnvironmentVariable(FolderVariable) ?? Repository.PathOf("tests/TokenAuthz.Tests/Signing/Signatures/wycheproof");
        using var vectors = JsonDocument.Parse(File.ReadAllText(Path.Combine(folder, file)));
        foreach (var group in vectors.RootElement.GetProperty("testGroups").EnumerateArray())
        {
            var key = new Key("k", AsymmetricKey.FromPublicKey(Hex(group, "publicKeyDer")));
            foreach (var test in group.GetProperty("tests").EnumerateArray())
            {
                var isValid = method.Verify(key, Hex(test, "msg"), Hex(test, "sig"));

                // What is acceptable lacks the NULL of its algorithm, or has it too much: this verifier is strict.
                Expect.Equal(test.GetProperty("result").GetString() == "valid", isValid, test.ToString());
            }
        }
    }

    private static byte[] Hex(JsonElement element, string name) => Convert.FromHexString(element.GetProperty(name).GetString()!);
}

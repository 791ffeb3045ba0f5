using System.Text;
using TokenAuthz.Signing.Algorithms;
using TokenAuthz.Signing.Keys;
using TokenAuthz.Signing.Signatures;

namespace TokenAuthz.Tests.Signing.Signatures;

/// <summary>Every algorithm gives the digest that its document has as an example: RFC 1321, FIPS 180, RFC 2202, RFC 4231.</summary>
public static class DigestMethodTests
{
    private static readonly Key Key = new("k", "Jefe"u8);

    public static TheoryData<SignatureAlgorithm, string, string> Examples { get; } = new()
    {
        { SignatureAlgorithm.Md5, "abc", "900150983cd24fb0d6963f7d28e17f72" },
        { SignatureAlgorithm.Sha1, "abc", "a9993e364706816aba3e25717850c26c9cd0d89d" },
        { SignatureAlgorithm.Sha256, "abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad" },
        {
            SignatureAlgorithm.Sha512, "abc",
            "ddaf35a193617abacc417349ae20413112e6fa4e89a97ea20a9eeee64b55d39a" +
                "2192992a274fc1a836ba3c23a3feebbd454d4423643ce80e2a9ac94fa54ca49f"
        },
        { SignatureAlgorithm.HmacMd5, "what do ya want for nothing?", "750c783e6ab0b503eaa86e310a5db738" },
        { SignatureAlgorithm.HmacSha1, "what do ya want for nothing?", "effcdf6ae5eb2fa2d27416d5f184df9c259a7c79" },
        {
            SignatureAlgorithm.HmacSha256, "what do ya want for nothing?",
            "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"
        },
        {
            SignatureAlgorithm.HmacSha384, "what do ya want for nothing?",
            "af45d2e376484031617f78d2b58a6b1b9c7ef464f5a01b47e42ec3736322445e8e2240ca5e69e2c78b3239ecfab21649"
        },
        {
            SignatureAlgorithm.HmacSha512, "what do ya want for nothing?",
            "164b7a7bfcf819e2e395fbe73b56e0a387bd64222e831fd610270cd7ea250554" +
                "9758bf75c05a994a6d034f65f8f0e6fdcaeab1a34d4a6b4b636e070a38bce737"
        },
    };

    [Theory]
    [MemberData(nameof(Examples))]
    public static void Gives_the_digest_of_the_example(SignatureAlgorithm algorithm, string message, string expected)
    {
        var method = SignatureMethod.Of(algorithm);
        var signature = new byte[method.Size];

        Assert.Equal(method.Size, method.Sign(Key, Encoding.ASCII.GetBytes(message), signature));
        Assert.Equal(expected, Convert.ToHexStringLower(signature));
        Assert.True(method.Verify(Key, Encoding.ASCII.GetBytes(message), signature));
        Assert.False(method.Verify(Key, Encoding.ASCII.GetBytes(message + "."), signature));
        Assert.False(method.Verify(Key, Encoding.ASCII.GetBytes(message), signature.AsSpan(1)));
    }

    [Fact]
    public static void Has_an_example_for_each() =>
        Assert.Equal(
            Enum.GetValues<SignatureAlgorithm>().Where(algorithm =>
                algorithm.Traits().Family is AlgorithmFamily.Digest or AlgorithmFamily.Hmac),
            Examples.Select(row => row.Data.Item1));
}

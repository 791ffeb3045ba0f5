using System.Security.Cryptography;
using TokenAuthz.Signing.Algorithms;
using TokenAuthz.Signing.Keys;
using TokenAuthz.Signing.Schemes;
using TokenAuthz.Signing.Verifying;

namespace TokenAuthz.Tests.Signing.Messages;

/// <summary>A message that is longer than the stack's room is signed as a whole, which the platform's HMAC shows.</summary>
public static class LongMessageTests
{
    private static readonly Key Key = new("k1", "an-example-of-a-key-of-32-bytes."u8);

    private static readonly Scheme Scheme = Scheme.Compile(new()
    {
        Name = "ours",
        Token = ["header:signature={sig}"],
        Message = "{path}\n{body}",
        Algorithm = SignatureAlgorithm.HmacSha256,
    });

    [Theory]
    [InlineData(0)]
    [InlineData(508)]
    [InlineData(509)]
    [InlineData(510)]
    [InlineData(1_024)]
    [InlineData(100_000)]
    public static void Is_signed_from_its_first_byte_to_its_last(int length)
    {
        var body = new byte[length];
        new Random(length).NextBytes(body);
        var signature = Convert.ToHexStringLower(HMACSHA256.HashData(Key.Secret, [.. "/a\n"u8, .. body]));

        Assert.True(Verify("/a", body, signature).IsAllowed);
        Assert.False(Verify("/b", body, signature).IsAllowed);
        if (length == 0) return;
        body[^1] ^= 1;
        Assert.False(Verify("/a", body, signature).IsAllowed);
    }

    private static Verdict Verify(string target, byte[] body, string signature)
    {
        var request = new TestRequest(target) { BodyBytes = body, Headers = [new("signature", signature)] };
        return Scheme.Verify(ref request, new([Key]), DateTimeOffset.UnixEpoch);
    }
}

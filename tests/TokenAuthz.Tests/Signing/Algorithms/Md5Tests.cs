using System.Security.Cryptography;
using System.Text;
using CsCheck;
using TokenAuthz.Signing.Algorithms;

namespace TokenAuthz.Tests.Signing.Algorithms;

public static class Md5Tests
{
    [Theory(DisplayName = "Gives the digests of RFC 1321, appendix A.5")]
    [InlineData("", "d41d8cd98f00b204e9800998ecf8427e")]
    [InlineData("a", "0cc175b9c0f1b6a831c399e269772661")]
    [InlineData("abc", "900150983cd24fb0d6963f7d28e17f72")]
    [InlineData("message digest", "f96b697d7cb7938d525a2f31aaf161d0")]
    [InlineData("abcdefghijklmnopqrstuvwxyz", "c3fcd3d76192e4007dfb496cca67e13b")]
    [InlineData("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789", "d174ab98d277d9f5a5611c2c9f419d9f")]
    [InlineData("12345678901234567890123456789012345678901234567890123456789012345678901234567890", "57edf4a22be3c955ac49da2e2107b67a")]
    public static void Gives_the_digests_of_the_rfc(string message, string expected) =>
        Assert.Equal(expected, Hex(Encoding.ASCII.GetBytes(message)));

    [Fact]
    public static void Agrees_with_the_platform_for_every_length_up_to_300()
    {
        var random = new Random(1);
        for (var length = 0; length <= 300; length++)
        {
            var message = new byte[length];
            random.NextBytes(message);
            Assert.Equal(Platform(message), Hex(message));
        }
    }

    [Fact]
    public static void Gives_the_same_digest_however_the_message_is_split()
    {
        var message = Enumerable.Range(0, 200).Select(i => (byte)i).ToArray();
        var expected = Platform(message);
        for (var split = 0; split <= message.Length; split++) Assert.Equal(expected, Hex(message[..split], message[split..]));
        Assert.Equal(expected, Hex([.. message.Select(b => new[] { b })]));
    }

    [Fact]
    public static void Agrees_with_the_platform_for_any_pieces() =>
        Gen.Byte.Array[0, 200].Array[0, 6].Sample(pieces => Hex(pieces) == Platform([.. pieces.SelectMany(piece => piece)]));

#pragma warning disable CA5351 // The platform's is the measure.
    private static string Platform(byte[] message) => Convert.ToHexStringLower(MD5.HashData(message));
#pragma warning restore CA5351

    private static string Hex(params byte[][] pieces)
    {
        Span<byte> digest = stackalloc byte[Md5.Size];
        var md5 = new Md5();
        foreach (var piece in pieces) md5.Append(piece);
        md5.Finish(digest);
        return Convert.ToHexStringLower(digest);
    }
}

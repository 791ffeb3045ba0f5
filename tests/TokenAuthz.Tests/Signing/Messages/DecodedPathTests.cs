using System.Security.Cryptography;
using System.Text;
using TokenAuthz.Signing.Algorithms;
using TokenAuthz.Signing.Keys;
using TokenAuthz.Signing.Schemes;
using TokenAuthz.Signing.Verifying;

namespace TokenAuthz.Tests.Signing.Messages;

/// <summary>A decoded path is signed only if a server behind the gateway cannot serve another path by it.</summary>
public static class DecodedPathTests
{
    private static readonly Key Key = new("k1", "an-example-of-a-key-of-32-bytes."u8);

    private static readonly Scheme Scheme = Scheme.Compile(new()
    {
        Name = "ours",
        Token = ["header:signature={sig}"],
        Message = "{uri}",
        Algorithm = SignatureAlgorithm.HmacSha256,
    });

    [Theory]
    [InlineData("/a b", "/a%20b", true)]
    [InlineData("/a;b", "/a%3bb", true)]
    [InlineData("/a/b", "/a%2fb", false)]
    [InlineData("/a\\b", "/a%5cb", false)]
    [InlineData("/a\0b", "/a%00b", false)]
    [InlineData("/a/../b", "/a/%2e%2e/b", false)]
    [InlineData("/a/./b", "/a/%2e/b", false)]
    [InlineData("/a/..", "/a/..", false)]
    [InlineData("/a%", "/a%", false)]
    public static void Is_signed_when_it_stays_the_same_path(string decoded, string path, bool isAllowed)
    {
        var signature = Convert.ToHexStringLower(HMACSHA256.HashData(Key.Secret, Encoding.ASCII.GetBytes(decoded)));
        var request = new TestRequest(path) { Headers = [new("signature", signature)] };

        Assert.Equal(isAllowed, Scheme.Verify(ref request, new([Key]), DateTimeOffset.UnixEpoch).IsAllowed);
    }
}

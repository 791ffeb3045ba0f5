using System.Security.Cryptography;
using System.Text;
using TokenAuthz.Signing;
using TokenAuthz.Signing.Algorithms;
using TokenAuthz.Signing.Presets;
using TokenAuthz.Signing.Requests;
using TokenAuthz.Signing.Schemes;
using TokenAuthz.Signing.Verifying;

namespace TokenAuthz.Tests.Signing.Presets;

/// <summary>Tokens of Google's Media CDN: what a client could move from one field into another is denied.</summary>
public static class MediaCdnTokenTests
{
    private static readonly Scheme Scheme =
        Scheme.Compile(PresetCatalog.All.Single(preset => preset.Name == "google-media-cdn-token-hmac"));

    [Theory]
    [InlineData("one path", "/a", "FullPath~Expires=1800000600", "FullPath=/a~Expires=1800000600", null)]
    [InlineData("another path", "/b", "FullPath~Expires=1800000600", "FullPath=/a~Expires=1800000600", DenyReason.InvalidToken)]
    [InlineData("a path that is sent", "/a", "FullPath=/a~Expires=1800000600", "FullPath=/a~Expires=1800000600", DenyReason.InvalidToken)]
    [InlineData("other names", "/a/b", "acl=/a/*~st=1799999999~exp=1800000600~id=7", "acl=/a/*~st=1799999999~exp=1800000600~id=7", null)]
    [InlineData("globs", "/a/b", "PathGlobs=/x,/a/*~Expires=1800000600", "PathGlobs=/x,/a/*~Expires=1800000600", null)]
    [InlineData("other globs", "/a/b", "PathGlobs=/x!/y~Expires=1800000600", "PathGlobs=/x!/y~Expires=1800000600", DenyReason.OutOfScope)]
    [InlineData(
        "a prefix",
        "/a",
        "URLPrefix=aHR0cHM6Ly9leGFtcGxlLmNvbS9h~Expires=1800000600",
        "URLPrefix=aHR0cHM6Ly9leGFtcGxlLmNvbS9h~Expires=1800000600",
        null)]
    [InlineData("no scope", "/a", "Expires=1800000600", "Expires=1800000600", DenyReason.InvalidToken)]
    [InlineData(
        "two scopes",
        "/a",
        "FullPath~PathGlobs=/*~Expires=1800000600",
        "FullPath=/a~PathGlobs=/*~Expires=1800000600",
        DenyReason.InvalidToken)]
    [InlineData("no end", "/a", "FullPath~Data=x", "FullPath=/a~Data=x", DenyReason.InvalidToken)]
    [InlineData(
        "two ends",
        "/a",
        "FullPath~Expires=1800000600~exp=1800000600",
        "FullPath=/a~Expires=1800000600~exp=1800000600",
        DenyReason.InvalidToken)]
    [InlineData(
        "an unknown field", "/a", "FullPath~Expires=1800000600~Geo=GB", "FullPath=/a~Expires=1800000600~Geo=GB", DenyReason.InvalidToken)]
    [InlineData(
        "a network",
        "/a",
        "FullPath~Expires=1800000600~IPRanges=MTkyLjAuMi4wLzI0",
        "FullPath=/a~Expires=1800000600~IPRanges=MTkyLjAuMi4wLzI0",
        null)]
    [InlineData(
        "another network",
        "/a",
        "FullPath~Expires=1800000600~IPRanges=MTkyLjAuMy4wLzI0",
        "FullPath=/a~Expires=1800000600~IPRanges=MTkyLjAuMy4wLzI0",
        DenyReason.OutOfScope)]
    [InlineData(
        "a network moved into the path",
        "/a~IPRanges=MTkyLjAuMy4wLzI0",
        "FullPath~Expires=1800000600",
        "FullPath=/a~IPRanges=MTkyLjAuMy4wLzI0~Expires=1800000600",
        DenyReason.InvalidToken)]
    [InlineData("a tilde in the path", "/~a", "FullPath~Expires=1800000600", "FullPath=/~a~Expires=1800000600", null)]
    [InlineData("a header", "/a", "FullPath~Expires=1800000600~Headers=X-A", "FullPath=/a~Expires=1800000600~Headers=X-A=1, 2", null)]
    [InlineData(
        "a header that is absent",
        "/a",
        "FullPath~Expires=1800000600~Headers=X-C",
        "FullPath=/a~Expires=1800000600~Headers=X-C=",
        DenyReason.InvalidToken)]
    [InlineData(
        "a header moved into another",
        "/a",
        "FullPath~Expires=1800000600~Headers=X-B",
        "FullPath=/a~Expires=1800000600~Headers=X-B=1,X-D=2",
        DenyReason.InvalidToken)]
    [InlineData(
        "a network moved into a header",
        "/a",
        "FullPath~Expires=1800000600~Headers=X-E",
        "FullPath=/a~Expires=1800000600~Headers=X-E=1~IPRanges=MTkyLjAuMy4wLzI0",
        DenyReason.InvalidToken)]
    public static void Opens(string description, string path, string token, string message, DenyReason? reason)
    {
        var key = SampleKeys.Of(KeyKind.SharedSecret);
        var hmac = Convert.ToHexStringLower(HMACSHA256.HashData(key.Secret, Encoding.ASCII.GetBytes(message)));
        Assert.True(ClientAddress.TryParse("192.0.2.1"u8, out var address));
        var request = new TestRequest($"{path}?edge-cache-token={token}~hmac={hmac}")
        {
            Headers = [new("x-a", "1, 2"), new("x-b", "1,X-D=2"), new("x-e", "1~IPRanges=MTkyLjAuMy4wLzI0")],
            ClientAddress = address,
        };

        var verdict = Scheme.Verify(ref request, new([key]), DateTimeOffset.FromUnixTimeSeconds(1_800_000_000));

        Assert.True(reason is null ? verdict.IsAllowed : !verdict.IsAllowed && verdict.Reason == reason, $"{description}: {verdict}");
    }
}

using System.Collections.Immutable;
using TokenAuthz.Signing;
using TokenAuthz.Signing.Issuing;
using TokenAuthz.Signing.Keys;
using TokenAuthz.Signing.Rules;
using TokenAuthz.Signing.Schemes;
using TokenAuthz.Signing.Verifying;

namespace TokenAuthz.Tests.Signing.Rules;

/// <summary>A token for a prefix opens what is below it, and nothing beside it.</summary>
public static class PrefixMatchTests
{
    private static readonly DateTimeOffset Now = DateTimeOffset.FromUnixTimeSeconds(1_800_000_000);
    private static readonly Key Key = new("k1", "an-example-of-a-key-of-32-bytes."u8);

    [Theory]
    [InlineData(PrefixMatch.Segments, "/video", "/video", true)]
    [InlineData(PrefixMatch.Segments, "/video", "/video/", true)]
    [InlineData(PrefixMatch.Segments, "/video", "/video/1", true)]
    [InlineData(PrefixMatch.Segments, "/video", "/video-private", false)]
    [InlineData(PrefixMatch.Segments, "/video", "/vide", false)]
    [InlineData(PrefixMatch.Segments, "/video", "/", false)]
    [InlineData(PrefixMatch.Segments, "/video", "/video/../a", false)]
    [InlineData(PrefixMatch.Segments, "/video/", "/video/1", true)]
    [InlineData(PrefixMatch.Segments, "/video/", "/video", false)]
    [InlineData(PrefixMatch.Segments, "/", "/anything", true)]
    [InlineData(PrefixMatch.Path, "/video", "/video/1", true)]
    [InlineData(PrefixMatch.Path, "/video", "/video-private", true)]
    [InlineData(PrefixMatch.Path, "/video", "/vide", false)]
    [InlineData(PrefixMatch.Path, "/video", "/video/%2e%2e/a", false)]
    [InlineData(PrefixMatch.Base64Url, "aHR0cDovL2V4YW1wbGUuY29tL3ZpZGVv", "/video/1", true)]
    [InlineData(PrefixMatch.Base64Url, "aHR0cHM6Ly9leGFtcGxlLmNvbS92aWRlbw", "/video/1", true)]
    [InlineData(PrefixMatch.Base64Url, "aHR0cDovL2V4YW1wbGUuY29tL3ZpZGVv", "/a", false)]
    [InlineData(PrefixMatch.Base64Url, "aHR0cDovL2V4YW1wbGUuY29t", "/a", false)]
    [InlineData(PrefixMatch.Base64Url, "aHR0cDovL2V4YW1wbGUub3JnL3ZpZGVv", "/video/1", false)]
    [InlineData(PrefixMatch.Base64Url, "ZnRwOi8vZXhhbXBsZS5jb20vdmlkZW8", "/video/1", false)]
    public static void Opens_what_is_below(PrefixMatch match, string prefix, string path, bool isAllowed)
    {
        var scheme = Scheme.Compile(new()
        {
            Name = "ours",
            Token = ["header:prefix={prefix}", "header:expires={expires}", "header:signature={sig}"],
            Message = "{prefix} {expires}",
            Prefix = match,
        });
        // The signer refuses a token that does not open its own request, so it is made for a request that it opens.
        var signed = scheme.Sign(
            new() { Target = "/video/1", Host = "example.com", Fields = ImmutableDictionary<string, string>.Empty.Add("prefix", prefix) },
            Key,
            Now);
        var request = new TestRequest(path) { Headers = [.. signed.Headers] };

        var verdict = scheme.Verify(ref request, new([Key]), Now);

        Assert.Equal((isAllowed, isAllowed ? default : DenyReason.OutOfScope), (verdict.IsAllowed, isAllowed ? default : verdict.Reason));
    }
}

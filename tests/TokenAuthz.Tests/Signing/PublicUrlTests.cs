using TokenAuthz.Signing.Issuing;
using TokenAuthz.Signing.Keys;
using TokenAuthz.Signing.Schemes;
using TokenAuthz.Signing.Verifying;

namespace TokenAuthz.Tests.Signing;

/// <summary>The URL that a signature covers, where a gateway sends no scheme, or another host than clients use.</summary>
public static class PublicUrlTests
{
    private static readonly DateTimeOffset Now = DateTimeOffset.FromUnixTimeSeconds(1_800_000_000);
    private static readonly Key Key = new("k1", "an-example-of-a-key-of-32-bytes."u8);

    private static readonly SchemeDefinition Definition = new()
    {
        Name = "ours",
        Token = ["query:expires={expires}", "query:signature={sig}"],
        Message = "{signed_url}",
    };

    [Theory]
    [InlineData("either scheme", null, "http", "example.com", true)]
    [InlineData("the scheme", "https://", "https", "example.com", true)]
    [InlineData("the other scheme", "https://", "http", "example.com", false)]
    [InlineData("the host that clients use", "https://public.example:8443", "https", "public.example:8443", true)]
    [InlineData("the host that gateways send", "https://public.example:8443", "https", "example.com", false)]
    public static void Is_what_the_signature_covers(string description, string? publicUrl, string scheme, string host, bool isAllowed)
    {
        var signed = Scheme.Compile(Definition).Sign(new() { UrlScheme = scheme, Host = host, Target = "/a" }, Key, Now);
        var request = new TestRequest(signed.Target) { HostText = "example.com" };

        var verdict = Scheme.Compile(Definition with { PublicUrl = publicUrl }).Verify(ref request, new([Key]), Now);

        Expect.Equal(isAllowed, verdict.IsAllowed, description);
    }

    [Fact]
    public static void Is_signed_as_it_is_verified()
    {
        var scheme = Scheme.Compile(Definition with { PublicUrl = "http://public.example" });
        var signed = scheme.Sign(new() { Host = "example.com", Target = "/a" }, Key, Now);
        var request = new TestRequest(signed.Target) { HostText = "example.com" };

        Assert.True(scheme.Verify(ref request, new([Key]), Now).IsAllowed);
    }
}

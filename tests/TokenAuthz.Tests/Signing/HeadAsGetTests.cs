using TokenAuthz.Signing;
using TokenAuthz.Signing.Issuing;
using TokenAuthz.Signing.Schemes;
using TokenAuthz.Signing.Verifying;
using TokenAuthz.Tests.Signing.Presets;
using static TokenAuthz.Signing.DenyReason;

namespace TokenAuthz.Tests.Signing;

/// <summary>With <c>HeadAsGet</c> a token for GET allows HEAD, and never the other way round.</summary>
public static class HeadAsGetTests
{
    private static readonly SchemeDefinition Signed = new()
    {
        Name = "ours",
        Token = ["header:x-token={sig}"],
        Message = "{method}\n{target}",
    };

    private static readonly SchemeDefinition Required = new()
    {
        Name = "ours",
        Token = ["header:x-token={verb}.{sig}"],
        Message = "{verb}",
        Require = Signed.Require.Add("verb", ["{method}"]),
        Bearer = true,
    };

    public static TheoryData<string, string, string, DenyReason?, DenyReason?> Requests => new()
    {
        { "HEAD with a token for GET", "GET", "HEAD", InvalidToken, null },
        { "HEAD with a token for HEAD", "HEAD", "HEAD", null, InvalidToken },
        { "GET with a token for GET", "GET", "GET", null, null },
        { "GET with a token for HEAD", "HEAD", "GET", InvalidToken, InvalidToken },
        { "POST with a token for GET", "GET", "POST", InvalidToken, InvalidToken },
        { "HEAD in lower case with a token for GET", "GET", "head", InvalidToken, InvalidToken },
    };

    [Theory]
    [MemberData(nameof(Requests))]
    public static void Head_is_get(string description, string original, string sent, DenyReason? without, DenyReason? with)
    {
        Expect.Equal(without, ReasonOf(Signed, original, sent), description);
        Expect.Equal(with, ReasonOf(Signed, original, sent, Signed with { HeadAsGet = true }), $"{description}, with HeadAsGet");
    }

    [Fact]
    public static void Head_meets_a_requirement_of_get()
    {
        Assert.Equal(OutOfScope, ReasonOf(Required, "GET", "HEAD"));
        Assert.Null(ReasonOf(Required, "GET", "HEAD", Required with { HeadAsGet = true }));
    }

    [Fact]
    public static void Head_is_signed_as_get() =>
        Assert.Null(ReasonOf(Signed with { HeadAsGet = true }, "HEAD", "GET", Signed));

    [Fact]
    public static void A_component_of_a_signature_is_get_too()
    {
        var preset = PresetSample.Find("rfc9421").Scheme.Definition;

        Assert.Equal(InvalidToken, ReasonOf(preset, "GET", "HEAD"));
        Assert.Null(ReasonOf(preset, "GET", "HEAD", preset with { HeadAsGet = true }));
    }

    private static DenyReason? ReasonOf(SchemeDefinition signer, string original, string sent, SchemeDefinition? verifier = null)
    {
        var token = Scheme.Compile(signer).Sign(
            new UnsignedRequest { Method = original, Target = "/a?b", Host = "example.com" }, PresetSample.Secret, PresetSample.Now);
        var request = new TestRequest("/a?b") { MethodText = sent, Headers = token.Headers };
        return Scheme.Compile(verifier ?? signer).Verify(ref request, PresetSample.Ring, PresetSample.Now).Denial();
    }
}

using TokenAuthz.Signing;
using TokenAuthz.Signing.Issuing;
using TokenAuthz.Signing.Keys;
using TokenAuthz.Signing.Schemes;
using TokenAuthz.Signing.Verifying;
using TokenAuthz.Tests.Signing.Presets;
using static TokenAuthz.Signing.DenyReason;

namespace TokenAuthz.Tests.Signing;

/// <summary>A scheme with several forms allows a token of each, and denies two tokens. The clock is at 1800000000.</summary>
[Promise(1)]
public static class FormTests
{
    private static readonly KeyRing Ring = PresetSample.Ring;

    private static readonly SchemeDefinition InHeader = Form("header", "header:x-token={sig}", "h\n{target}");
    private static readonly SchemeDefinition InQuery = Form("query", "query:sig={sig}", "q\n{path}\n{query}");
    private static readonly SchemeDefinition OfVersionTwo = Form("header2", "header:x-token=v2.{sig}", "v2\n{target}");

    private static readonly Scheme Ours = Scheme.Compile(
        new() { Name = "ours", Forms = [InHeader with { Token = ["header:x-token=v1.{sig}"] }, InQuery, OfVersionTwo] });

    private static readonly Scheme First = Scheme.Compile(Ours.Definition with { FirstForm = true });

    [Theory]
    [InlineData("header")]
    [InlineData("HEADER2")]
    [InlineData("query")]
    public static void A_token_of_each_form_passes(string form)
    {
        var signed = Sign(Ours, form);
        var request = new TestRequest(signed.Target) { Headers = signed.Headers };

        Assert.True(Ours.Verify(ref request, Ring, PresetSample.Now).IsAllowed);
    }

    [Fact]
    public static void The_first_form_signs()
    {
        var request = Sign(Ours, null);

        Assert.StartsWith("v1.", Assert.Single(request.Headers).Value, StringComparison.Ordinal);
    }

    public static TheoryData<string, string, string?, DenyReason?, DenyReason?> Requests => new()
    {
        { "no token", "/a", null, MissingToken, MissingToken },
        { "right tokens in two places", SignedTarget, SignedHeader(SignedTarget), InvalidToken, null },
        { "a right token in the query beside a wrong one", SignedTarget, "v1.0000", InvalidToken, InvalidToken },
        { "a right token in the query beside an ill-formed one", SignedTarget, "nothing", InvalidToken, InvalidToken },
        { "a right token in the header beside a wrong one", "/a?sig=00", SignedHeader("/a?sig=00"), InvalidToken, null },
        { "a token that no form reads", "/a", "v3.0000", InvalidToken, InvalidToken },
    };

    [Theory]
    [MemberData(nameof(Requests))]
    public static void Two_tokens_deny_unless_the_first_decides(
        string description, string target, string? header, DenyReason? reason, DenyReason? ofFirst)
    {
        foreach (var (scheme, expected) in new[] { (Ours, reason), (First, ofFirst) })
        {
            var request = new TestRequest(target) { Headers = header is null ? [] : [new("x-token", header)] };

            var verdict = scheme.Verify(ref request, Ring, PresetSample.Now);

            Assert.True(
                verdict.IsAllowed == (expected is null) && (verdict.IsAllowed || verdict.Reason == expected), $"{description}: {verdict}");
        }
    }

    [Fact]
    public static void A_mistake_in_a_form_is_reported_at_its_setting()
    {
        var mistake =
            Assert.Throws<SchemeException>(() => Scheme.Compile(Ours.Definition with { Forms = [InHeader with { Message = "" }] }));

        Assert.Equal("Forms:header:Message", mistake.Setting);
    }

    [Fact]
    public static void Forms_share_the_encoding_of_keys() => Assert.Equal(
        "Forms:header:KeyEncoding",
        Assert.Throws<SchemeException>(
            () => Scheme.Compile(Ours.Definition with { Forms = [InHeader with { KeyEncoding = KeyEncoding.Hex }] })).Setting);

    [Fact]
    public static void A_form_that_is_not_there_cannot_sign() => Assert.Contains(
        "it has header, query, header2",
        Assert.Throws<SchemeException>(() => Sign(Ours, "cookie")).Message,
        StringComparison.Ordinal);

    private static string SignedTarget => Sign(Ours, "query").Target;

    private static SchemeDefinition Form(string name, string token, string message) =>
        new() { Name = name, Token = [token], Message = message };

    private static string SignedHeader(string target) =>
        First.Sign(new UnsignedRequest { Target = target }, PresetSample.Secret, PresetSample.Now).Headers[0].Value;

    private static SignedRequest Sign(Scheme scheme, string? form) =>
        scheme.Sign(new() { Target = "/a", Form = form }, PresetSample.Secret, PresetSample.Now);
}

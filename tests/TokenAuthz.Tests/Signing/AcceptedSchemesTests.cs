using TokenAuthz.Signing;
using TokenAuthz.Signing.Issuing;
using TokenAuthz.Signing.Schemes;
using TokenAuthz.Signing.Verifying;
using TokenAuthz.Tests.Signing.Presets;
using static TokenAuthz.Signing.DenyReason;

namespace TokenAuthz.Tests.Signing;

/// <summary>One token of any of several schemes passes, and two tokens in different places deny. The clock is at 1800000000.</summary>
public static class AcceptedSchemesTests
{
    private const string Ended = "1799999999";

    private static readonly Scheme Old = Compile("old", ["query:e={expires}", "query:md5={sig}"], "{path}\n{expires}");
    private static readonly Scheme New = Compile("new", ["header:x-token={expires}.{sig}"], "new\n{target}\n{expires}");
    private static readonly Scheme Next = Compile("next", ["header:x-token={kid}:{expires}.{sig}"], "next\n{target}\n{expires}\n{kid}");
    private static readonly Scheme Bearer = Compile("bearer", ["header:authorization=Bearer {expires}.{sig}"], "b\n{target}\n{expires}");
    private static readonly Scheme InPath = Compile("path", ["path:/{expires}/{sig}{path}"], "p\n{path}\n{expires}");

    private static readonly Scheme[] All = [Old, New, Next, Bearer, InPath];

    public static TheoryData<string, string[], string, string[], DenyReason?, string> Requests => new()
    {
        { "a token of the first", ["old", "new"], Signed(Old).Target, [], null, "old" },
        { "a token of the second", ["old", "new"], "/a", [HeaderOf(New)], null, "new" },
        { "no token", ["old", "new"], "/a", [], MissingToken, "old" },
        { "a half of a token", ["old", "new"], "/a?e=1800000060", [], MissingToken, "old" },
        { "the signature of the first alone", ["old", "new"], "/a?md5=00", [], InvalidToken, "old" },
        { "right tokens of both", ["old", "new"], Signed(Old).Target, [HeaderOf(New, Signed(Old).Target)], InvalidToken, "old" },
        { "a wrong token beside a right one of the first", ["old", "new"], Signed(Old).Target, ["x-token: 0.00"], InvalidToken, "old" },
        { "a wrong token beside a right one of the second", ["old", "new"], "/a?md5=0", [HeaderOf(New, "/a?md5=0")], InvalidToken, "new" },
        { "an empty token beside a right one", ["old", "new"], "/a?md5=", [HeaderOf(New, "/a?md5=")], InvalidToken, "new" },
        { "ended tokens of both", ["old", "new"], $"/a?e={Ended}&md5=00", [$"x-token: {Ended}.00"], InvalidToken, "old" },
        {
            "a header twice beside a right token", ["old", "new"], Signed(Old).Target, ["x-token: 1.0", "x-token: 2.0"], InvalidToken, "old"
        },
        { "the older of two in one place", ["new", "next"], "/a", [HeaderOf(New)], null, "new" },
        { "the newer of two in one place", ["new", "next"], "/a", [HeaderOf(Next)], null, "next" },
        { "a wrong one of two in one place", ["new", "next"], "/a",
            [$"x-token: {PresetSample.Secret.Id}:1800000060.00"], InvalidToken, "next" },
        { "an ended one of two in one place", ["new", "next"], "/a", [$"x-token: {PresetSample.Secret.Id}:{Ended}.00"], Expired, "next" },
        { "an ended token of the first", ["old", "new"], $"/a?e={Ended}&md5=00", [], Expired, "old" },
        { "an ended token of the second", ["old", "new"], "/a", [$"x-token: {Ended}.00"], Expired, "new" },
        { "another kind of Authorization", ["bearer", "old"], Signed(Old).Target, ["authorization: Basic YTpi"], null, "old" },
        { "two tokens, one in Authorization", ["bearer", "old"], Signed(Old).Target, ["authorization: Bearer 1.0"], InvalidToken, "old" },
        { "a token in the path", ["path", "old"], Signed(InPath).Target, [], null, "path" },
        { "a path that is no token", ["path", "old"], Signed(Old).Target, [], null, "old" },
        { "tokens in path and query", ["path", "old"], OldOf(Signed(InPath).Target), [], InvalidToken, "path" },
    };

    [Theory]
    [MemberData(nameof(Requests))]
    public static void Accepts_one_token_of_any_scheme(
        string description, string[] schemes, string target, string[] headers, DenyReason? reason, string decided)
    {
        var accepted =
            new AcceptedSchemes(
                [.. schemes.Select(scheme => new AcceptedScheme(All.Single(known => known.Name == scheme), PresetSample.Ring))]);
        var request = new TestRequest(target) { Headers = [.. headers.Select(Split)] };

        var verdict = accepted.Verify(ref request, PresetSample.Now, trace: null);

        Expect.Equal((reason, decided), (verdict.Denial(), accepted.All[verdict.Scheme].Name), description);
    }

    [Fact]
    public static void There_is_a_scheme() => Assert.Throws<ArgumentException>(() => new AcceptedSchemes([]));

    [Fact]
    public static void A_trace_hears_of_each_scheme_and_of_a_second_token()
    {
        var accepted = new AcceptedSchemes([new(New, PresetSample.Ring), new(Old, PresetSample.Ring)]);
        var request = new TestRequest(Signed(Old).Target) { Headers = [new("x-token", "0.00")] };
        var trace = new Trace();

        _ = accepted.Verify(ref request, PresetSample.Now, trace);

        Assert.Equal(["new", "old", "old, and another"], trace.Heard);
    }

    private static Scheme Compile(string name, string[] token, string message) =>
        Scheme.Compile(new() { Name = name, Token = [.. token], Message = message });

    private static SignedRequest Signed(Scheme scheme, string target = "/a") =>
        scheme.Sign(new UnsignedRequest { Target = target }, PresetSample.Secret, PresetSample.Now);

    private static string HeaderOf(Scheme scheme, string target = "/a") =>
        Signed(scheme, target).Headers.Select(header => $"{header.Key}: {header.Value}").Single();

    private static string OldOf(string target) => Signed(Old, target).Target;

    private static KeyValuePair<string, string> Split(string header) => new(header.Split(": ")[0], header.Split(": ")[1]);

    private sealed class Trace : IVerifyTrace
    {
        public List<string> Heard { get; } = [];

        public void Scheme(AcceptedScheme scheme) => Heard.Add(scheme.Name);

        public void SecondToken(AcceptedScheme scheme) => Heard.Add($"{scheme.Name}, and another");
    }
}

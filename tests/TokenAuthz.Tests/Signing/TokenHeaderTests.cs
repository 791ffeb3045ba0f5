using TokenAuthz.Signing;
using TokenAuthz.Signing.Issuing;
using TokenAuthz.Signing.Keys;
using TokenAuthz.Signing.Presets;
using TokenAuthz.Signing.Schemes;
using TokenAuthz.Signing.Verifying;

namespace TokenAuthz.Tests.Signing;

[Promise(1)]
public static class TokenHeaderTests
{
    private const string RightToken = "c64319d06364528120a9f96af62ea83d";

    private static readonly DateTimeOffset Now = new(2026, 11, 23, 12, 0, 0, TimeSpan.Zero);
    private static readonly Scheme TokenHeader = Scheme.Compile(PresetCatalog.Default);
    private static readonly KeyRing Ring = new([new Key("default", "secret"u8)]);

    public static TheoryData<string, string, string[]> Wrong => new()
    {
        { "another token", "/", ["d64319d06364528120a9f96af62ea83d"] },
        { "an empty token", "/", [""] },
        { "upper-case hex", "/", [RightToken.ToUpperInvariant()] },
        { "31 characters", "/", [RightToken[..31]] },
        { "33 characters", "/", [RightToken + "0"] },
        { "not hex", "/", ["g64319d06364528120a9f96af62ea83d"] },
        { "50 KiB", "/", [new string('a', 50 * 1024)] },
        { "not ASCII", "/", ["\u00e964319d06364528120a9f96af62ea83d"] },
        { "twice the right one", "/", [RightToken, RightToken] },
        { "the right one and another", "/", [RightToken, "x"] },
        { "twice, joined by a comma", "/", [RightToken + "," + RightToken] },
        { "a space around it", "/", [" " + RightToken] },
        { "the token of another path", "/x", [RightToken] },
        { "the token of another query", "/?a=1", [RightToken] },
        { "a double slash", "//", [RightToken] },
        { "a dot segment", "/./", [RightToken] },
        { "no path at all", "", [RightToken] },
    };

    [Fact]
    public static void Allows_the_token_of_the_article()
    {
        var verdict = Verify(Ring, "/", RightToken);

        Assert.True(verdict.IsAllowed);
        Assert.Equal("default", verdict.Key?.Id);
    }

    [Fact]
    public static void Denies_a_missing_token() => Assert.Equal(DenyReason.MissingToken, Verify(Ring, "/").Denial());

    [Theory]
    [MemberData(nameof(Wrong))]
    public static void Denies_a_token_that_is_not_exactly_right(string description, string target, string[] tokens) =>
        Expect.Equal(DenyReason.InvalidToken, Verify(Ring, target, tokens).Denial(), description);

    [Fact]
    public static void Names_the_key_that_matched_when_there_are_several()
    {
        var ring = new KeyRing([new Key("old", "first"u8), new Key("new", "second"u8)]);

        Assert.Equal("old", Verify(ring, "/a", Sign("/a", ring.Keys[0])).Key?.Id);
        Assert.Equal("new", Verify(ring, "/a", Sign("/a", ring.Keys[1])).Key?.Id);
    }

    [Theory]
    [InlineData("before it begins", -1, false)]
    [InlineData("at its first instant", 0, true)]
    [InlineData("at its last instant", 60, true)]
    [InlineData("after it ended", 61, false)]
    public static void Takes_a_key_only_while_it_holds(string description, int seconds, bool isAllowed)
    {
        var key = new Key("a", new SharedSecret("secret"u8), notBefore: Now, notAfter: Now.AddSeconds(60));
        var request = new RequestBytes("/", RightToken);

        var verdict = TokenHeader.Verify(ref request, new KeyRing([key]), Now.AddSeconds(seconds));

        Expect.Equal(isAllowed ? null : DenyReason.InvalidToken, verdict.Denial(), description);
    }

    [Fact]
    public static void The_default_verdict_denies_as_an_error()
    {
        Assert.False(default(Verdict).IsAllowed);
        Assert.Equal(DenyReason.Error, default(Verdict).Reason);
    }

    [Promise(7)]
    [Fact]
    public static void A_key_does_not_show_its_secret_when_printed() =>
        Assert.DoesNotContain("hidden", $"{new Key("id", "hidden"u8)}", StringComparison.Ordinal);

    private static Verdict Verify(KeyRing ring, string target, params string[] tokens)
    {
        var request = new RequestBytes(target, tokens);
        return TokenHeader.Verify(ref request, ring, Now);
    }

    private static string Sign(string target, Key key) => TokenHeader.Sign(new() { Target = target }, key, Now).Headers.Single().Value;
}

using System.Collections.Immutable;
using TokenAuthz.Signing;
using TokenAuthz.Signing.Issuing;
using TokenAuthz.Signing.Keys;
using TokenAuthz.Signing.Rules;
using TokenAuthz.Signing.Schemes;
using TokenAuthz.Signing.Verifying;
using TokenAuthz.Tests.Signing.Presets;
using static TokenAuthz.Signing.DenyReason;

namespace TokenAuthz.Tests.Signing;

/// <summary>A check compares every restriction of a token, or denies the token. The clock is at 1800000000.</summary>
[Promise(1)]
public static class RestrictionTests
{
    private static readonly KeyRing Ring = PresetSample.Ring;

    public static TheoryData<string, string, string, DenyReason?> Targets => new()
    {
        { "countries that are allowed", "bunny-query", "/a?token_countries=CA%2CUS", OutOfScope },
        { "countries that are blocked", "bunny-query", "/a?token_countries_blocked=DE", OutOfScope },
        { "countries beside another parameter", "bunny-query", "/a?limit=1000&token_countries=CA", OutOfScope },
        { "no country", "bunny-query", "/a?token_countries=", OutOfScope },
        { "a page that links", "bunny-query", "/a?token_referer=example.com", OutOfScope },
        { "a speed, which is not ours to keep", "bunny-query", "/a?limit=1000", null },
        { "an end that is ahead", "imgix", "/a.png?w=200&expires=1800000000", null },
        { "an end that is over", "imgix", "/a.png?expires=1799999999&w=200", Expired },
        { "an end that is none", "imgix", "/a.png?expires=soon", InvalidToken },
        { "two ends", "imgix", "/a.png?expires=1800000001&expires=1800000002", InvalidToken },
        { "an end that is ahead", "imgproxy", "/rs:fit/exp:1800000000/plain/a.png", null },
        { "an end that is over", "imgproxy", "/rs:fit/exp:1799999999/plain/a.png", Expired },
        { "an end that is over, by its long name", "imgproxy", "/expires:1799999999/plain/a.png", Expired },
        { "two ends", "imgproxy", "/exp:1800000001/expires:1800000001/plain/a.png", InvalidToken },
    };

    [Theory]
    [MemberData(nameof(Targets))]
    public static void Are_judged_or_deny(string description, string preset, string target, DenyReason? reason)
    {
        // The signer refuses what would be invalid, so the token is made by the preset without its list.
        var scheme = PresetSample.Find(preset).Scheme;
        var request = PresetSample.Find(preset)
            .Sign(
                new UnsignedRequest { Target = target },
                Scheme.Compile(PresetSample.FirstFormOf(scheme.Definition) with { Items = [], Prefix = PrefixMatch.Segments }));

        AssertVerdict(scheme.Verify(ref request, Ring, PresetSample.Now), reason, description);
    }

    [Theory]
    [InlineData("a country", "geo=US")]
    [InlineData("the name of the path, which the message writes itself", "url=/a")]
    [InlineData("the name of the salt", "salt=x")]
    [InlineData("an item that is no pair", "x")]
    public static void Of_a_name_that_is_not_known_deny(string description, string item)
    {
        var scheme = PresetSample.Find("akamai-token-2").Scheme;
        var forger = Scheme.Compile(scheme.Definition with { Items = [] });
        var request = PresetSample.Find("akamai-token-2")
            .Sign(
                new UnsignedRequest
                {
                    Target = "/a",
                    Fields = ImmutableDictionary<string, string>.Empty.Add("list", $"exp=1800000001~{item}~acl=/*"),
                },
                forger);

        AssertVerdict(scheme.Verify(ref request, Ring, PresetSample.Now), InvalidToken, description);
    }

    [Fact]
    public static void In_the_path_deny()
    {
        var scheme = PresetSample.Find("bunny-path").Scheme;
        var forger = Scheme.Compile(PresetSample.FirstFormOf(scheme.Definition) with
        {
            Token = ["path:/bcdn_token=HS256-{sig}&{parameters}{path}"],
            Items = [],
            Message = "{path}1800000001{other_parameters}",
            AllowUnseparated = ["{path}1800000001{other_parameters}"],
            Prefix = PrefixMatch.Segments,
            AddressPrefix = 128,
        });

        foreach (var (parameters, reason) in new (string, DenyReason?)[] { ("limit=1", null), ("token_countries=CA", OutOfScope) })
        {
            var fields = ImmutableDictionary<string, string>.Empty.Add("parameters", parameters);
            var request = PresetSample.Find("bunny-path").Sign(new UnsignedRequest { Target = "/a", Fields = fields }, forger);
            var ending = request.With(
                "target",
                System.Text.Encoding.ASCII.GetBytes(
                    System.Text.Encoding.ASCII.GetString(request.Target)
                        .Replace(parameters, $"expires=1800000001&{parameters}", StringComparison.Ordinal)));

            AssertVerdict(scheme.Verify(ref ending, Ring, PresetSample.Now), reason, parameters);
        }
    }

    private static void AssertVerdict(Verdict verdict, DenyReason? reason, string description) =>
        Expect.Equal(reason, verdict.Denial(), description);
}

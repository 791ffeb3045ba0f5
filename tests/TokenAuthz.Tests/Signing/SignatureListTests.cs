using System.Collections.Immutable;
using TokenAuthz.Signing;
using TokenAuthz.Signing.Issuing;
using TokenAuthz.Signing.Keys;
using TokenAuthz.Signing.Presets;
using TokenAuthz.Signing.Schemes;
using TokenAuthz.Signing.Verifying;

namespace TokenAuthz.Tests.Signing;

/// <summary>Several signatures in one header, as senders of webhooks write while their keys change.</summary>
public static class SignatureListTests
{
    private const string Right = "v1,wZWOS9v35npr3hHTruNOfy4156qtxBgDDvqcJ0nXQ54=";
    private const string Other = "v1,AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=";

    private static readonly DateTimeOffset Now = DateTimeOffset.FromUnixTimeSeconds(1_795_435_200);
    private static readonly Scheme Webhooks = Scheme.Compile(PresetCatalog.All.Single(preset => preset.Name == "standard-webhooks"));

    public static TheoryData<string, string, bool> Headers => new()
    {
        { "one", Right, true },
        { "the first of two", $"{Right} {Other}", true },
        { "the last of two", $"{Other} {Right}", true },
        { "behind one of another kind", $"v1a,{new string('A', 88)} {Right}", true },
        { "before one of another kind", $"{Right} v2,x", true },
        { "two blanks between", $"{Other}  {Right}", true },
        { "two that are wrong", $"{Other} {Other}", false },
        { "the right one as another kind", $"{Other} v2,{Right[3..]}", false },
        { "the right one without its kind", $"{Other} {Right[3..]}", false },
        { "separated by a comma", $"{Other},{Right}", false },
        { "separated by a tab", $"{Other}\t{Right}", false },
        { "nothing but blanks", "   ", false },
        { "nothing but the kind", "v1,", false },
        { "the last of nine", string.Join(' ', Enumerable.Repeat(Other, 8).Append(Right)), true },
        { "the last of sixty-four", string.Join(' ', Enumerable.Repeat(Other, 63).Append(Right)), true },
        { "more than anybody sends", string.Join(' ', Enumerable.Repeat(Other, 200).Append(Right)), false },
    };

    [Theory]
    [MemberData(nameof(Headers))]
    public static void Allows_when_any_one_matches(string description, string header, bool isAllowed)
    {
        var request = RequestWith(header);

        var verdict = Webhooks.Verify(ref request, new([new Key("a", "correct-horse-battery-staple"u8)]), Now);

        Expect.Equal(isAllowed ? null : DenyReason.InvalidToken, verdict.Denial(), description);
    }

    [Fact]
    public static void Uses_a_message_once_whichever_of_its_signatures_passes()
    {
        var scheme = Scheme.Compile(Webhooks.Definition with { SingleUse = true });
        var keys = new KeyRing([new Key("a", "correct-horse-battery-staple"u8), new Key("b", "another-horse-battery-staple"u8)]);
        var other = SignatureOf("b", "another-horse-battery-staple"u8);

        var claims = new[] { $"{Right} {other}", $"{other} {Right}", Right, other }.Select(header =>
        {
            var request = RequestWith(header);
            return scheme.Verify(ref request, keys, Now).Claim;
        }).ToList();

        Assert.All(claims, claim => Assert.True(claim.IsNeeded));
        Assert.Single(claims.Distinct());
    }

    [Fact]
    public static void Knows_a_delivery_by_its_id_whenever_it_is_sent()
    {
        var scheme = Scheme.Compile(Webhooks.Definition with { SingleUse = true });
        var key = new Key("a", "correct-horse-battery-staple"u8);

        var claims = new[] { ("msg_1", 0), ("msg_1", 60), ("msg_2", 0) }.Select(delivery =>
        {
            var at = Now.AddSeconds(delivery.Item2);
            var fields = ImmutableDictionary<string, string>.Empty.Add("id", delivery.Item1);
            var unsigned = new UnsignedRequest { Target = "/", Fields = fields };
            var request = new TestRequest("/") { Headers = [.. scheme.Sign(unsigned, key, at).Headers] };
            return scheme.Verify(ref request, new([key]), at).Claim.Id;
        }).ToList();

        Assert.Equal(claims[0], claims[1]);
        Assert.NotEqual(claims[0], claims[2]);
    }

    private static string SignatureOf(string id, ReadOnlySpan<byte> secret)
    {
        var unsigned = new UnsignedRequest
        {
            Method = "POST",
            Target = "/hook",
            Body = "{\"event_type\":\"ping\"}"u8.ToArray(),
            Fields = ImmutableDictionary.CreateRange([KeyValuePair.Create("id", "msg_loFOjxBNrRLzqYUf")]),
        };
        var signed = Webhooks.Sign(unsigned, new Key(id, secret), Now);
        return signed.Headers.Single(header => header.Value.StartsWith("v1,", StringComparison.Ordinal)).Value;
    }

    private static TestRequest RequestWith(string header) => new("/hook")
    {
        MethodText = "POST",
        Headers = [new("svix-id", "msg_loFOjxBNrRLzqYUf"), new("svix-timestamp", "1795435200"), new("svix-signature", header)],
        BodyBytes = "{\"event_type\":\"ping\"}"u8.ToArray(),
    };
}

using TokenAuthz.Signing.Issuing;
using TokenAuthz.Signing.Keys;
using TokenAuthz.Signing.Presets;
using TokenAuthz.Signing.Schemes;
using TokenAuthz.Signing.Verifying;

namespace TokenAuthz.Tests.Signing.Keys;

/// <summary>A key and its salt are one key, so that pairs are replaced together: imgproxy's IMGPROXY_KEYS and IMGPROXY_SALTS.</summary>
public static class SaltInKeyTests
{
    private static readonly DateTimeOffset Now = DateTimeOffset.FromUnixTimeSeconds(1_800_000_000);
    private static readonly Scheme Pairs = Scheme.Compile(PresetCatalog.TryFind("imgproxy", out var preset)
        ? preset with { SaltInKey = true }
        : throw new InvalidOperationException());

    [Fact]
    public static void Verifies_with_each_pair_and_with_no_mix_of_two()
    {
        var (first, second) = (Read("first", "736563726574:68656c6c6f"), Read("second", "746573742d6b6579:746573742d73616c74"));
        var mix = Read("mix", "736563726574:746573742d73616c74");
        foreach (var key in new[] { first, second })
        {
            var target = Pairs.Sign(new() { Target = "/rs:fill:300:400:0/plain/a.png" }, key, Now).Target;

            Assert.Equal(key, Verify(target, first, second).Key);
            Assert.False(Verify(target, mix).IsAllowed);
        }
    }

    [Fact]
    public static void Verifies_the_published_example()
    {
        const string Url =
            "/oKfUtW34Dvo2BGQehJFR4Nr0_rIjOtdtzJ3QFsUcXH8/rs:fill:300:400:0/g:sm/" +
                "aHR0cDovL2V4YW1w/bGUuY29tL2ltYWdl/cy9jdXJpb3NpdHku/anBn.png";

        Assert.True(Verify(Url, Read("k", "736563726574:68656c6c6f")).IsAllowed);
    }

    [Theory]
    [InlineData("no salt", "736563726574")]
    [InlineData("no key", ":68656c6c6f")]
    [InlineData("a salt that is no hex", "736563726574:salt")]
    [InlineData("a key that is no hex", "secret:68656c6c6f")]
    public static void Refuses_a_key_that_is_no_pair(string description, string text)
    {
        var fault = Assert.Throws<KeyFormatException>(() => Read("k", text));

        Expect.Equal("it is not KEY:SALT in Hex and Hex, as SaltInKey says", fault.Message, description);
    }

    [Fact]
    public static void Refuses_a_key_without_a_salt() =>
        Assert.Equal("the key k has no salt: write KEY:SALT", Pairs.WhyRefused(new("k", "a-key-of-ours"u8)));

    private static Key Read(string id, string text) => new(id, Pairs.ReadKey(System.Text.Encoding.ASCII.GetBytes(text)));

    private static Verdict Verify(string target, params ReadOnlySpan<Key> keys)
    {
        var request = new TestRequest(target);
        return Pairs.Verify(ref request, new KeyRing([.. keys]), Now);
    }
}

using TokenAuthz.Signing.Keys;

namespace TokenAuthz.Tests.Signing.Keys;

public static class KeyTests
{
    private static readonly DateTimeOffset Instant = DateTimeOffset.FromUnixTimeSeconds(1_800_000_000);

    [Fact]
    public static void Has_an_id_of_1_to_256_printable_characters()
    {
        Assert.Equal("https://example.com/u#main-key", new Key("https://example.com/u#main-key", "x"u8).Id);
        Assert.Throws<ArgumentException>("id", () => new Key("a\tb", "x"u8));
        Assert.Throws<ArgumentException>("id", () => new Key("\u00e4", "x"u8));
        Assert.Equal(256, new Key(new string('a', 256), "x"u8).Id.Length);
        Assert.Throws<ArgumentException>("id", () => new Key(new string('a', 257), "x"u8));
        Assert.Throws<ArgumentException>("id", () => new Key("", "x"u8));
    }

    [Fact]
    public static void Has_a_secret() => Assert.Throws<ArgumentException>("bytes", () => new Key("k", default(ReadOnlySpan<byte>)));

    [Fact]
    public static void Is_valid_at_both_ends_and_not_beyond()
    {
        var key = new Key("k", new SharedSecret("x"u8), notBefore: Instant, notAfter: Instant);

        Assert.Equal(
            (false, true, false),
            (key.IsValidAt(Instant.AddTicks(-1)), key.IsValidAt(Instant), key.IsValidAt(Instant.AddTicks(1))));
        Assert.Throws<ArgumentException>(
            "notAfter", () => new Key("k", new SharedSecret("x"u8), notBefore: Instant, notAfter: Instant.AddTicks(-1)));
    }
}

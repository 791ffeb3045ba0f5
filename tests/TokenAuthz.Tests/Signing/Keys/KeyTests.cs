using TokenAuthz.Signing.Keys;

namespace TokenAuthz.Tests.Signing.Keys;

public static class KeyTests
{
    private static readonly DateTimeOffset Instant = DateTimeOffset.FromUnixTimeSeconds(1_800_000_000);

    [Fact]
    public static void Has_an_id_of_1_to_64_characters()
    {
        Assert.Equal(64, new Key(new string('a', 64), "x"u8).Id.Length);
        Assert.Throws<ArgumentException>("id", () => new Key(new string('a', 65), "x"u8));
        Assert.Throws<ArgumentException>("id", () => new Key("", "x"u8));
    }

    [Fact]
    public static void Has_a_secret() => Assert.Throws<ArgumentException>("secret", () => new Key("k", []));

    [Fact]
    public static void Is_valid_at_both_ends_and_not_beyond()
    {
        var key = new Key("k", "x"u8, Instant, Instant);

        Assert.Equal(
            (false, true, false),
            (key.IsValidAt(Instant.AddTicks(-1)), key.IsValidAt(Instant), key.IsValidAt(Instant.AddTicks(1))));
        Assert.Throws<ArgumentException>("notAfter", () => new Key("k", "x"u8, Instant, Instant.AddTicks(-1)));
    }
}

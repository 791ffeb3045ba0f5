using System.Collections.Immutable;
using TokenAuthz.Signing.Issuing;
using TokenAuthz.Signing.Keys;
using TokenAuthz.Signing.Schemes;

namespace TokenAuthz.Tests.Signing.Schemes;

/// <summary>Which ids of keys a token can name.</summary>
public static class KeyNameTests
{
    private static readonly DateTimeOffset Now = DateTimeOffset.FromUnixTimeSeconds(1_800_000_000);

    public static TheoryData<string, string, string, string?> Ids => new()
    {
        { "query:t={kid}.{sig}", "{path}", "2026-11", null },
        { "query:t={kid}.{sig}", "{path}", "2026.11", "." },
        { "query:t={sig}.{kid}", "{path}", "2026.11", null },
        { "query:t={kid}--{sig}", "{path}", "a-b", null },
        { "query:t={kid}--{sig}", "{path}", "a--b", "--" },
        { "query:t={kid}.{sig}", "{path}", "a&b", "&" },
        { "query:t={kid}.{sig}", "{path}", "a b", " " },
        { "cookie:t={kid}.{sig}", "{path}", "a;b", ";" },
        { "header:t={kid}.{sig}", "{path}", "a;b&c d", null },
        { "header:t={kid}.{sig}", "{path}", "a\nb", "\n" },
        { "header:t={kid}.{sig}", "{path}", "schl\u00fcssel", "\u00fc" },
        { "path:/{kid}{path}", "{path}", "a/b", "/" },
        { "header:t={kid} {sig} | query:t={kid}_{sig}", "{path}", "a_b", "_" },
        { "header:t={kid} {sig}", "{kid}.{body}", "a.b", "." },
        { "header:t={sig}", "{path}", "any.id at all", null },
    };

    [Theory]
    [MemberData(nameof(Ids))]
    public static void Says_what_a_token_cannot_name(string token, string message, string keyId, string? obstacle)
    {
        ImmutableArray<string> parts = token.Contains("{sig}", StringComparison.Ordinal) ? [token] : [token, "header:x={sig}"];
        var scheme = Scheme.Compile(new() { Name = "ours", Token = parts, Message = message });

        Assert.Equal((obstacle is null, obstacle), (scheme.CanName(keyId, out var found), found));
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public static void Signs_with_each_key_that_it_can_name(string token, string message, string keyId, string? obstacle)
    {
        ImmutableArray<string> parts =
        [
            .. (token.Contains("{sig}", StringComparison.Ordinal) ? [token] : new[] { token, "header:x={sig}" })
                .Select(part => part.Split(" | ")[0]),
        ];
        var scheme = Scheme.Compile(new() { Name = "ours", Token = parts, Message = message });
        if (!scheme.CanName(keyId, out _)) return;

        var signed = scheme.Sign(new() { Target = "/a" }, new Key(keyId, "an-example-of-a-key-of-32-bytes."u8), Now);

        Assert.True(obstacle is null || token.Contains('|', StringComparison.Ordinal), signed.Target);
    }

    [Fact]
    public static void A_preset_can_name_ids_of_letters_digits_and_dashes() =>
        Assert.All(
            PresetFile.All.Select(file => file.Preset),
            preset => Assert.True(Scheme.Compile(preset).CanName("Key-2026-11_a".Replace('_', '-'), out _), preset.Name));
}

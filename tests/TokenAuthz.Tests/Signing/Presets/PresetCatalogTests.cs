using TokenAuthz.Signing.Presets;

namespace TokenAuthz.Tests.Signing.Presets;

/// <summary>What finds a preset besides its name.</summary>
public static class PresetCatalogTests
{
    [Theory]
    [InlineData("its name", "github", "github")]
    [InlineData("its name in other letters", "GitHub", "github")]
    [InlineData("an alias", "svix", "standard-webhooks")]
    [InlineData("an alias in other letters", "SVIX", "standard-webhooks")]
    [InlineData("its former name", "github-webhook", "github")]
    [InlineData("a part of its name", "githu", null)]
    [InlineData("nothing", "", null)]
    public static void Finds_a_preset_by(string description, string word, string? name)
    {
        var isFound = PresetCatalog.TryFind(word, out var preset);

        Expect.Equal((name is not null, name), (isFound, preset?.Name), description);
        Expect.Equal((name is not null, name), (PresetCatalog.TryFindEntry(word, out var entry), entry?.Name), description);
    }

    [Fact]
    public static void Every_word_finds_one_preset_only() =>
        Assert.Equal(
            PresetCatalog.Words.Count(),
            PresetCatalog.Words.Distinct(StringComparer.OrdinalIgnoreCase).Count());

    [Fact]
    public static void Every_kind_is_a_folder() => Assert.Equal(
        Repository.Find("src/TokenAuthz.Signing/Presets", "*.json")
            .Select(file => Path.GetFileName(Path.GetDirectoryName(file)))
            .Distinct()
            .Order(StringComparer.Ordinal),
        PresetCatalog.Entries.Select(entry => entry.Kind).Distinct().Order(StringComparer.Ordinal));

    [Theory]
    [InlineData("its name", "tHub", true)]
    [InlineData("an alias", "hub-webhook", true)]
    [InlineData("the provider", "GITHUB", true)]
    [InlineData("another word", "gitlab", false)]
    public static void A_search_finds_a_part_of(string description, string word, bool isFound)
    {
        Assert.True(PresetCatalog.TryFindEntry("github", out var entry));

        Expect.Equal(isFound, entry.Contains(word), description);
    }
}

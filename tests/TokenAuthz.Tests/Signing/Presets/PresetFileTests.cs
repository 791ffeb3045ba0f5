using System.Collections.Immutable;
using System.Text.Json;
using TokenAuthz.Signing.Presets;

namespace TokenAuthz.Tests.Signing.Presets;

/// <summary>The file of each preset is complete, so that it is listed, documented and tested.</summary>
public static class PresetFileTests
{
    private static readonly ImmutableArray<(string Member, string Content)> Members =
    [
        ("Description", "one line that `token-authz presets` lists"),
        ("Source", "the specification: the vendor and the name of the page"),
        ("Scheme", "the settings, as in the section Schemes of a configuration"),
        ("Signs", $"the parts of a request that the token is bound to: a list of {Words<RequestParts>()}"),
        ("Time", $"the times in the token: one of {Words<TokenTime>()}"),
        ("Example", """a request that docs/formats.md shows, such as { "Target": "/video/1.mp4" }"""),
        ("Vectors", "requests with their verdicts, as the vendor or an independent implementation has them"),
    ];

    public static TheoryData<string> Names => [.. PresetCatalog.Names];

    [Theory]
    [MemberData(nameof(Names))]
    public static void Has_all_that_a_preset_needs(string name)
    {
        using var file = PresetCatalog.Open(name);
        using var json = JsonDocument.Parse(file);

        var missing = Members.Where(member => !json.RootElement.TryGetProperty(member.Member, out _))
            .Select(member => $"\"{member.Member}\", {member.Content}");

        Assert.True(!missing.Any(), $"{name}.json: add {string.Join("; ", missing)}");
    }

    [Theory]
    [MemberData(nameof(Names))]
    public static void Has_a_vector_that_is_allowed(string name) => Assert.True(
        PresetFile.Find(name).Vectors.Any(vector => vector.IsAllowed),
        $"""{name}.json: add to "Vectors" a request with the verdict "allow" """);

    [Theory]
    [MemberData(nameof(Names))]
    public static void Says_what_each_missing_separator_means(string name)
    {
        var file = PresetFile.Find(name);

        var unexplained = file.Preset.AllowUnseparated.Except(file.Unseparated.Keys);
        var unused = file.Unseparated.Keys.Except(file.Preset.AllowUnseparated);

        Assert.True(!unexplained.Any(), $"{name}.json: add to \"Unseparated\" what it means for requests: {string.Join(", ", unexplained)}");
        Assert.True(!unused.Any(), $"{name}.json: AllowUnseparated lacks what \"Unseparated\" has: {string.Join(", ", unused)}");
    }

    [Fact]
    public static void Is_in_a_folder_by_its_own_name() => Assert.Equal(
        PresetCatalog.Names.Order(StringComparer.Ordinal),
        Repository.Find("src/TokenAuthz.Signing/Presets", "*.json").Select(Path.GetFileNameWithoutExtension).Order(StringComparer.Ordinal));

    [Fact]
    public static void The_default_is_listed_first_and_the_recommended_one_second() =>
        Assert.Equal(["token-header", "hmac-v1"], PresetCatalog.Names[..2]);

    private static string Words<T>()
        where T : struct, Enum => string.Join(", ", Enum.GetNames<T>());
}

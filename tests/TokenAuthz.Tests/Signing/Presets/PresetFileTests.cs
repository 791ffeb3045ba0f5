using TokenAuthz.Signing.Presets;
using TokenAuthz.Signing.Schemes;

namespace TokenAuthz.Tests.Signing.Presets;

/// <summary>The file of each preset is complete, so that it is listed, documented and tested.</summary>
public static class PresetFileTests
{
    public static TheoryData<string> Names => [.. PresetCatalog.Names];

    [Theory]
    [MemberData(nameof(Names))]
    public static void Has_all_that_a_preset_needs(string name) => Assert.NotEmpty(PresetFile.Read(name).Description);

    [Theory]
    [MemberData(nameof(Names))]
    public static void Compiles_with_the_settings_that_it_needs(string name) =>
        Assert.Equal(name, Scheme.Compile(PresetFile.Read(name).Preset).Definition.Name);

    [Theory]
    [MemberData(nameof(Names))]
    public static void Has_a_vector_that_is_allowed(string name) => Assert.True(
        PresetFile.Read(name).Vectors.Any(vector => vector.IsAllowed),
        $"""{name}.json: add to "Vectors" a request with the verdict "allow" """);

    [Theory]
    [MemberData(nameof(Names))]
    public static void Says_what_each_missing_separator_means(string name)
    {
        var file = PresetFile.Read(name);

        string[] borders = [.. file.Preset.AllowUnseparated, .. file.Preset.Forms.SelectMany(form => form.AllowUnseparated)];
        var unexplained = borders.Except(file.Unseparated.Keys);
        var unused = file.Unseparated.Keys.Except(borders);

        Assert.True(!unexplained.Any(), $"{name}.json: explain in \"Unseparated\" what it means: {string.Join(", ", unexplained)}");
        Assert.True(!unused.Any(), $"{name}.json: AllowUnseparated lacks what \"Unseparated\" has: {string.Join(", ", unused)}");
    }

    [Fact]
    public static void Is_in_a_folder_by_its_own_name() => Assert.Equal(
        PresetCatalog.Names.Order(StringComparer.Ordinal),
        Repository.Find("src/TokenAuthz.Signing/Presets", "*.json").Select(Path.GetFileNameWithoutExtension).Order(StringComparer.Ordinal));

    [Fact]
    public static void The_default_is_listed_first_and_the_recommended_one_second() =>
        Assert.Equal(["token-header", "hmac-v1"], PresetCatalog.Names[..2]);
}

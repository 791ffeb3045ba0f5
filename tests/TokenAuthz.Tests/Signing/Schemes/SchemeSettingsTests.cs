using System.Collections.Immutable;
using System.Text.Json;
using TokenAuthz.Signing.Algorithms;
using TokenAuthz.Signing.Keys;
using TokenAuthz.Signing.Presets;
using TokenAuthz.Signing.Rules;
using TokenAuthz.Signing.Schemes;

namespace TokenAuthz.Tests.Signing.Schemes;

/// <summary>Each property of a scheme has a setting, which reads and writes that property and no other.</summary>
public static class SchemeSettingsTests
{
    private static readonly SchemeDefinition Defaults = new() { Name = "" };

    public static TheoryData<string> Names => [.. SchemeSettings.All.Select(setting => setting.Name)];

    [Fact]
    public static void Has_a_setting_for_every_property() => Assert.Equal(
        typeof(SchemeDefinition).GetProperties().Select(property => property.Name)
            .Except([
                nameof(SchemeDefinition.Name), nameof(SchemeDefinition.Source), nameof(SchemeDefinition.Forms),
                nameof(SchemeDefinition.Handshakes),
            ])
            .Order(StringComparer.Ordinal),
        SchemeSettings.All.Select(setting => setting.Name).Order(StringComparer.Ordinal));

    [Theory]
    [MemberData(nameof(Names))]
    public static void Reads_its_property_and_no_other(string name)
    {
        var property = typeof(SchemeDefinition).GetProperty(name)!;
        var other = Other(property.GetValue(Defaults), property.PropertyType);

        var read = Read(name, other);

        Assert.All(typeof(SchemeDefinition).GetProperties(), each =>
            Assert.Equal(each.Name == name ? other : each.GetValue(Defaults), each.GetValue(read)));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public static void Writes_what_it_reads(string name)
    {
        var property = typeof(SchemeDefinition).GetProperty(name)!;
        var setting = SchemeSettings.All.Single(setting => setting.Name == name);
        var other = Other(property.GetValue(Defaults), property.PropertyType);

        var read = Read(name, other);

        Assert.Equal(TextsOf(other), setting.Write(read));
        Assert.True(setting.IsDefault(Defaults));
        Assert.False(setting.IsDefault(read));
    }

    [Theory]
    [InlineData("a setting that does not exist", """{ "Mesage": "{path}" }""")]
    [InlineData("a name of another case", """{ "message": "{path}" }""")]
    [InlineData("a word that is no choice", """{ "Algorithm": "Sha3" }""")]
    [InlineData("a time that is none", """{ "Ttl": "5 minutes" }""")]
    public static void A_mistake_in_a_presets_file_is_an_error(string description, string json)
    {
        using var settings = JsonDocument.Parse(json);

        var mistake = Record.Exception(() => PresetSettings.Read(settings.RootElement, Defaults));

        Assert.True(mistake is FormatException, $"{description}: {mistake}");
    }

    private static ImmutableArray<string> TextsOf(object value) => value switch
    {
        ImmutableArray<string> list => list,
        ImmutableSortedDictionary<string, string> map => [.. map.Select(entry => $"{entry.Key} = {entry.Value}")],
        ImmutableSortedDictionary<string, ImmutableArray<string>> map =>
            [.. map.SelectMany(entry => entry.Value.Select(text => $"{entry.Key} = {text}"))],
        _ => [Text(value)],
    };

    private static SchemeDefinition Read(string name, object value)
    {
        object json = value is TimeSpan or Enum ? Text(value) : value;
        using var settings = JsonDocument.Parse(JsonSerializer.Serialize(new Dictionary<string, object> { [name] = json }));
        return PresetSettings.Read(settings.RootElement, Defaults);
    }

    private static string Text(object value) => value switch
    {
        bool flag => flag ? "true" : "false",
        TimeSpan time => $"{time:c}",
        _ => $"{value}",
    };

    private static object Other(object? value, Type type) => value switch
    {
        int number => number + 1,
        bool flag => !flag,
        TimeSpan time => time + TimeSpan.FromSeconds(1),
        SignatureAlgorithm => SignatureAlgorithm.Sha1,
        SignatureEncoding => SignatureEncoding.Base64,
        SignatureForm => SignatureForm.Der,
        KeyEncoding => KeyEncoding.Base64,
        PrefixMatch => PrefixMatch.Path,
        ImmutableArray<string> => ImmutableArray.Create("one", "two"),
        ImmutableSortedDictionary<string, string> map => map.Add("one", "{path}"),
        ImmutableSortedDictionary<string, ImmutableArray<string>> map => map.Add("one", ["{path}", "{host}"]),
        _ when type == typeof(TimeSpan?) => TimeSpan.FromMinutes(1),
        _ when type == typeof(string) => "other",
        _ => throw new InvalidOperationException($"There is no other value of {type}."),
    };
}

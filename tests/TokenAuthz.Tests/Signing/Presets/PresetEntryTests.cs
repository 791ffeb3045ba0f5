using System.Collections.Immutable;
using TokenAuthz.Signing.Algorithms;
using TokenAuthz.Signing.Keys;
using TokenAuthz.Signing.Presets;
using TokenAuthz.Signing.Rules;
using TokenAuthz.Signing.Schemes;

namespace TokenAuthz.Tests.Signing.Presets;

/// <summary>A preset can have every setting that a scheme has.</summary>
public static class PresetEntryTests
{
    [Fact]
    public static void Has_every_setting_of_a_scheme()
    {
        var entry = new PresetEntry { Name = "", Description = "", Source = "", Token = [], Message = "", Digest = default, Encoding = default };
        foreach (var property in typeof(PresetEntry).GetProperties()) property.SetValue(entry, Other(property.GetValue(entry), property.PropertyType));

        var (set, defaults) = (entry.ToDefinition(), new SchemeDefinition { Name = "" });

        Assert.All(typeof(SchemeDefinition).GetProperties(), property =>
        {
            Assert.NotEqual(property.GetValue(defaults), property.GetValue(set));
            Assert.Equal(typeof(PresetEntry).GetProperty(property.Name)!.GetValue(entry), property.GetValue(set));
        });
    }

    private static object Other(object? value, Type type) => value switch
    {
        int number => number + 1,
        bool flag => !flag,
        TimeSpan time => time + TimeSpan.FromSeconds(1),
        DigestAlgorithm => DigestAlgorithm.Sha1,
        SignatureEncoding => SignatureEncoding.Base64,
        KeyEncoding => KeyEncoding.Base64,
        PrefixMatch => PrefixMatch.Path,
        ImmutableArray<string> => ImmutableArray.Create("other"),
        _ when type == typeof(string) => "other",
        _ => throw new InvalidOperationException($"What is another {type}?"),
    };
}

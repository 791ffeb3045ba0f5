using TokenAuthz.Signing.Schemes;

namespace TokenAuthz.Tests.Signing.Schemes;

public static class SchemeMistakeTests
{
    public static TheoryData<string> Descriptions { get; } = [.. SchemeMistakes.All.Keys.Order(StringComparer.Ordinal)];

    [Fact]
    public static void Compiles_what_the_mistakes_are_made_of() => Assert.Equal("ours", Scheme.Compile(SchemeMistakes.Right).Name);

    [Theory]
    [MemberData(nameof(Descriptions))]
    public static void Refuses_with_the_setting_and_what_to_do(string description)
    {
        var mistake = SchemeMistakes.All[description];

        var refusal = Assert.Throws<SchemeException>(() => Scheme.Compile(mistake.Definition));

        Assert.Equal(mistake.Setting, refusal.Setting);
        Assert.Contains(mistake.Words, refusal.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("(Parameter", refusal.Message, StringComparison.Ordinal);
    }
}

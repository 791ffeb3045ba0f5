using System.Collections.Immutable;
using TokenAuthz.Engine.Configuration;

namespace TokenAuthz.Tests.Engine.Configuration;

public sealed class UnknownSettingTests
{
    private const string Secret = "a-key-of-ours-5d1c";

    private static readonly SettingsTree Known = SettingsTree.Of(
    [
        Setting.Text("First", ""), Setting.Text("Second", "") with { FormerName = "Deuxieme" }, Setting.Text("Below:Third", ""),
        Setting.List("List", [Setting.Text("Fourth", "")], ""), Setting.Elsewhere("Other"),
    ]);

    private readonly ImmutableArray<ConfigurationError>.Builder _errors = ImmutableArray.CreateBuilder<ConfigurationError>();

    [Fact]
    public void Accepts_the_names_that_are_known_in_any_case_and_what_another_program_reads()
    {
        Read("FIRST=1", "second=1", "below:third=1", "List:0:Fourth=1", "Other:Anything:0=1").RejectUnknown(Known);

        Assert.Empty(_errors);
    }

    [Fact]
    public void Names_the_nearest_and_all_that_are_known()
    {
        Read("Frist=1").RejectUnknown(Known);

        Assert.Equal(
            "TokenAuthz:Frist: there is no such setting; did you mean First? known here: Below, First, List, Other, Second",
            Assert.Single(_errors).ToString());
    }

    [Fact]
    public void Finds_them_below_and_in_lists()
    {
        Read("Below:Thrid=1", "List:0:Fourth=1", "List:1:Forth=1", "Unlike:Anything=1").RejectUnknown(Known);

        Assert.Equal(["TokenAuthz:Unlike", "TokenAuthz:Below:Thrid", "TokenAuthz:List:1:Forth"], _errors.Select(error => error.Path));
    }

    [Theory]
    [InlineData("a name that there is not", $"Secrte={Secret}", "TokenAuthz:Secrte")]
    [InlineData("a value where a section belongs", $"Below={Secret}", "TokenAuthz:Below")]
    [InlineData("a value where a list belongs", $"List={Secret}", "TokenAuthz:List")]
    [InlineData("a value where an entry of a list belongs", $"List:0={Secret}", "TokenAuthz:List:0")]
    public void Does_not_show_what_may_be_a_secret(string description, string setting, string key)
    {
        Read(setting).RejectUnknown(Known);

        var error = Assert.Single(_errors);
        Expect.Equal(key, error.Path, description);
        Assert.DoesNotContain(Secret, error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Rejects_a_value_in_place_of_the_whole_section()
    {
        var root = SettingsSection.Of([new("TokenAuthz", Secret)], "TokenAuthz", _errors);
        root.RejectUnknown(Known);

        Assert.Equal(
            "TokenAuthz: this is a section, not a value: set what is in it, such as TokenAuthz:First", Assert.Single(_errors).ToString());
    }

    [Fact]
    public void Names_the_setting_that_replaces_a_renamed_one()
    {
        Read("deuxieme=1").RejectUnknown(Known);

        Assert.Equal("TokenAuthz:deuxieme: this setting is now called Second: rename it", Assert.Single(_errors).ToString());
    }

    private SettingsSection Read(params string[] settings) => WrittenSettings.Section(_errors, settings);
}

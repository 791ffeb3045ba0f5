using TokenAuthz.Engine.Configuration;
using TokenAuthz.EnvoyModule;

namespace TokenAuthz.Tests.EnvoyModule;

public static class RouteSettingsTests
{
    [Fact]
    public static void Names_a_policy() =>
        Assert.Equal(new("video", Checks: true), RouteSettings.Read("""{"TokenAuthz": {"Policy": "video"}}"""));

    [Fact]
    public static void Turns_the_check_off() =>
        Assert.Equal(new(null, Checks: false), RouteSettings.Read("""{"TokenAuthz": {"Check": false}}"""));

    [Theory]
    [InlineData("nothing", "{}")]
    [InlineData("no section", """{"Check": false}""")]
    [InlineData("both", """{"TokenAuthz": {"Policy": "a", "Check": false}}""")]
    [InlineData("no word", """{"TokenAuthz": {"Check": "off"}}""")]
    [InlineData("no name", """{"TokenAuthz": {"Policy": "a b"}}""")]
    [InlineData("a typo", """{"TokenAuthz": {"Policy": "a", "Chekc": true}}""")]
    [InlineData("no JSON", "Policy: a")]
    public static void Refuses(string what, string json)
    {
        Assert.NotEmpty(what);
        Assert.NotEmpty(Assert.Throws<ConfigurationException>(() => RouteSettings.Read(json)).Errors);
    }
}

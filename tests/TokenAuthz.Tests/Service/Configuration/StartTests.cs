using TokenAuthz.Configuration;
using TokenAuthz.Engine.Configuration;

namespace TokenAuthz.Tests.Service.Configuration;

/// <summary>Without a key that is somebody's own there is no service; what is wrong is said all at once.</summary>
[Promise(6)]
public sealed class StartTests
{
    [Fact]
    public void Refuses_to_start_without_a_key_and_says_what_to_set() =>
        Assert.Contains("TokenAuthz__Secret", Assert.Single(Errors()).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("Secret=secret")]
    [InlineData("Secret=SECRET")]
    [InlineData("Secret=changeme")]
    [InlineData("Secret=password")]
    [InlineData("Keys:0:Id=a", "Keys:0:Value=secret")]
    [InlineData("Secret=of our own", "Keys:0:Id=a", "Keys:0:Value=secret")]
    [InlineData("Secret=secret", "AllowWeakKeys=false")]
    public void Refuses_to_start_with_a_key_that_everybody_knows(params string[] settings)
    {
        var error = Assert.Single(Errors(settings));

        Assert.Contains("AllowWeakKeys", error.Message, StringComparison.Ordinal);
        Assert.Null(error.Value);
    }

    [Theory]
    [InlineData("Secret=")]
    [InlineData("Keys:0:Id=a", "Keys:0:Value=x", "Keys:0:NotAfter=2001-01-01T00:00:00Z")]
    [InlineData("Keys:0:Id=a", "Keys:0:File=/nonexistent/key")]
    [InlineData("Keys:0:Id=a")]
    [InlineData("Keys:0:Value=x")]
    public void Refuses_to_start_without_a_key_that_can_be_used(params string[] settings) => Assert.NotEmpty(Errors(settings));

    [Promise(9)]
    [Fact]
    public void Says_every_error_at_once_with_its_setting_and_its_value()
    {
        var errors =
            Errors("Secret=secret", "Sekret=hidden", "DrainTime=soon", "Admin:Url=ftp://x", "Log:DenialsPerSecond=-1", "OnAllow:KeyId=yes");

        Assert.Equal(
            [
                ("TokenAuthz:Admin:Url", "ftp://x"), ("TokenAuthz:DrainTime", "soon"), ("TokenAuthz:Log:DenialsPerSecond", "-1"),
                ("TokenAuthz:OnAllow:KeyId", "yes"), ("TokenAuthz:Secret", null), ("TokenAuthz:Sekret", (string?)null),
            ],
            errors.Select(error => (error.Path, error.Value)).OrderBy(error => error.Path, StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("Admin", "Listeners:0:Url=http://*:8081")]
    [InlineData(
        "Listeners", "Listeners:0:Name=a", "Listeners:0:Url=http://*:9000", "Listeners:1:Name=b", "Listeners:1:Url=http://127.0.0.1:9000")]
    [InlineData("Listeners", "Listeners:0:Url=http://*:9000", "Listeners:1:Url=http://*:9001")]
    [InlineData("Admin", "Admin:Url=http://*:8080")]
    public void Refuses_to_start_when_two_listeners_cannot_be_told_apart(string setting, params string[] settings)
    {
        Assert.Equal($"TokenAuthz:{setting}", Assert.Single(Errors([.. settings, "Secret=of our own"])).Path);
    }

    [Fact]
    public async Task Starts_with_a_weak_key_when_that_is_allowed()
    {
        await using var service = TokenAuthzService.Build(
            Production("Secret=changeme", "AllowWeakKeys=true"), TimeProvider.System);

        Assert.NotNull(service);
    }

    private static ConfigurationSource Production(params string[] settings) =>
        SettingsSources.Create(file: null, "Production", [.. settings.Select(setting => $"--TokenAuthz:{setting}")]);

    // Built without the command line, which only writes these errors and ends the process with 1.
    private static ConfigurationError[] Errors(params string[] settings) =>
        [.. Assert.Throws<ConfigurationException>(() => TokenAuthzService.Build(Production(settings), TimeProvider.System)).Errors];
}

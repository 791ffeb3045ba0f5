using TokenAuthz.Signing.Presets;
using TokenAuthz.Signing.Schemes;

namespace TokenAuthz.Tests.Commands;

public static class PresetsCommandTests
{
    [Fact]
    public static async Task Lists_all_of_them_with_what_they_are()
    {
        var result = await TokenAuthzProcess.RunAsync(["presets"]);

        Assert.Equal((0, ""), (result.ExitCode, result.Error));
        Assert.Equal(PresetCatalog.All.Select(preset => $"{preset.Name,-26}{preset.Description}"), result.Output.Split('\n'));
    }

    [Theory]
    [InlineData("as it is listed", "kong-hmac-auth")]
    [InlineData("in other letters", "KONG-Hmac-Auth")]
    public static async Task Shows_one_in_full(string description, string name)
    {
        var result = await TokenAuthzProcess.RunAsync(["presets", name]);

        Expect.Equal((0, ""), (result.ExitCode, result.Error), description);
        const string Parameters = "algorithm=\"hmac-sha256\", headers=\"date request-line\", signature=\"{sig}\"";
        Assert.Equal(
            $$"""
            kong-hmac-auth: Kong's hmac-auth with the headers date and request-line.
              Source            Kong, plugin hmac-auth
              Token             header:authorization=hmac username="{kid}", {{Parameters}}
                                header:date={issued:http}
              Message           date: {issued}\n{method} {target} HTTP/1.1
              Encoding          Base64
              Ttl               00:05:00
              Symmetric         true
            Every other setting has its default; docs/schemes.md lists them.
            """,
            result.Output);
    }

    [Fact]
    public static async Task Shows_every_setting_that_is_not_the_default()
    {
        Assert.True(PresetCatalog.TryFind("akamai-token-2", out var preset));

        var result = await TokenAuthzProcess.RunAsync(["presets", "akamai-token-2"]);

        Assert.Contains(
            "Items             list ~ ip=address st=not_before exp=expires acl=acl id=id data=data\n",
            result.Output,
            StringComparison.Ordinal);
        Assert.Equal(
            SchemeSettings.All.Where(setting => !setting.IsDefault(preset)).Select(setting => setting.Name).Except(["Description"]),
            result.Output.Split('\n')[2..^1].Where(line => line[2] != ' ').Select(line => line[2..].Split(' ')[0]));
    }

    [Fact]
    public static async Task Says_how_to_list_them_when_there_is_none_of_that_name() =>
        Assert.Equal(
            new(1, "", "token-authz: there is no preset imgprox; token-authz presets lists them."),
            await TokenAuthzProcess.RunAsync(["presets", "imgprox"]));
}

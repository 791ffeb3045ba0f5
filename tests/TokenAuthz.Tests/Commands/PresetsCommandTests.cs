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
        Assert.Equal(
            """
            kong-hmac-auth: Kong's hmac-auth, with any list of headers that holds the request and its date.
              Source            Kong, plugin hmac-auth
              Token             header:authorization=hmac {list} | header:proxy-authorization=hmac {list}
                                header:date={issued:http} | header:x-date={issued:http}
              Items             list , username="kid"! algorithm="alg" headers="signed_headers"! signature="sig"!
              Message           {kong_signing_string}
              Encoding          Base64
              Ttl               00:05:00
              Symmetric         true
              SignedHeaders     date
                                request-line
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
    public static async Task Shows_the_forms_of_a_token_with_the_settings_that_each_has_of_its_own()
    {
        var result = await TokenAuthzProcess.RunAsync(["presets", "aws-sigv4"]);

        var lines = result.Output.Split('\n').SkipWhile(line => line != "  Forms:presigned").ToList();
        Assert.Contains("  Forms:header", result.Output, StringComparison.Ordinal);
        Assert.Contains("    MaxLifetime       7.00:00:00", lines);
        Assert.DoesNotContain(lines, line => line.Contains("Algorithm  ", StringComparison.Ordinal));
    }

    [Fact]
    public static async Task Says_how_to_list_them_when_there_is_none_of_that_name() =>
        Assert.Equal(
            new(1, "", "token-authz: there is no preset imgprox; token-authz presets lists them."),
            await TokenAuthzProcess.RunAsync(["presets", "imgprox"]));
}

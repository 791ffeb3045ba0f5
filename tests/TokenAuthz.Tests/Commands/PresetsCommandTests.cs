using TokenAuthz.Signing.Presets;

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

        Assert.True((result.ExitCode, result.Error) == (0, ""), description);
        Assert.Equal(
            """
            kong-hmac-auth: Kong's hmac-auth with the headers date and request-line.
              Source            Kong, plugin hmac-auth
              Token             header:authorization=hmac username="{kid}", algorithm="hmac-sha256", headers="date request-line", signature="{sig}"
                                header:date={issued:http}
              Items             none
              Message           date: {issued}\n{method} {target} HTTP/1.1
              AllowUnseparated  none
              Digest            HmacSha256
              Encoding          Base64
              Truncate          0
              KeyEncoding       Text
              Salt              none
              SaltEncoding      Text
              Ttl               00:05:00
              Skew              00:00:00
              Horizon           100000.00:00:00
              Symmetric         true
              IssuedAhead       false
              Stem              none
              SignedHeaders     none
              Covers            none
              Prefix            Segments
              EscapeUrl         false
              AddressPrefix     128
              SingleUse         false
            """,
            result.Output);
    }

    [Fact]
    public static async Task Shows_every_setting_of_a_scheme()
    {
        var result = await TokenAuthzProcess.RunAsync(["presets", "akamai-token-2"]);

        Assert.Contains("Items             list ~ ip=address st=not_before exp=expires acl=acl id=id data=data\n", result.Output, StringComparison.Ordinal);
        Assert.Equal(
            KnownSettings.In("Schemes:a:").Except(["Preset", "Description"]).Order(StringComparer.Ordinal),
            result.Output.Split('\n').Skip(2).Where(line => line[2] != ' ').Select(line => line[2..].Split(' ')[0]).Order(StringComparer.Ordinal));
    }

    [Fact]
    public static async Task Says_how_to_list_them_when_there_is_none_of_that_name() =>
        Assert.Equal(new(1, "", "token-authz: there is no preset imgprox; token-authz presets lists them."), await TokenAuthzProcess.RunAsync(["presets", "imgprox"]));
}

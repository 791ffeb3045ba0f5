using TokenAuthz.Signing.Presets;
using TokenAuthz.Signing.Schemes;

namespace TokenAuthz.Tests.Commands;

public static class PresetsCommandTests
{
    [Fact]
    public static async Task Lists_all_of_them_by_kind_with_what_they_are()
    {
        var result = await TokenAuthzProcess.RunAsync(["presets"]);

        Assert.Equal((0, ""), (result.ExitCode, result.Error));
        Assert.Equal(
            PresetCatalog.Entries.GroupBy(entry => entry.Kind).OrderBy(kind => kind.Key, StringComparer.Ordinal)
                .SelectMany(kind => kind.Select(LineOf).Prepend($"{kind.Key}:")),
            result.Output.Split('\n'));
    }

    [Fact]
    public static async Task Lists_those_of_a_kind()
    {
        var result = await TokenAuthzProcess.RunAsync(["presets", "--kind", "Image"]);

        Assert.Equal((0, ""), (result.ExitCode, result.Error));
        Assert.Equal(
            PresetCatalog.Entries.Where(entry => entry.Kind == "image").Select(LineOf).Prepend("image:"), result.Output.Split('\n'));
    }

    [Theory]
    [InlineData("of names", "imgpro", "imgproxy")]
    [InlineData("of an alias", "vix", "standard-webhooks")]
    [InlineData("of a name in other letters", "THUMB", "thumbor")]
    public static async Task Lists_those_that_contain_a_word(string description, string word, string name)
    {
        var result = await TokenAuthzProcess.RunAsync(["presets", word]);

        Expect.Equal((0, ""), (result.ExitCode, result.Error), description);
        Assert.True(PresetCatalog.TryFindEntry(name, out var entry));
        Assert.Equal([$"{entry.Kind}:", LineOf(entry)], result.Output.Split('\n'));
    }

    [Fact]
    public static async Task Shows_who_sends_a_webhook_and_where_its_secret_is()
    {
        Assert.True(PresetCatalog.TryFindEntry("svix", out var entry));

        var result = await TokenAuthzProcess.RunAsync(["presets", "svix"]);

        Assert.Equal(
            [
                $"standard-webhooks: {entry.Definition.Description}", $"  Provider          {entry.Provider}",
                $"  Aliases           {string.Join(", ", entry.Aliases)}", $"  Secret            {entry.Secret}",
                $"  Source            {entry.Definition.Source}",
            ],
            result.Output.Split('\n')[..5]);
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

    [Theory]
    [InlineData("a mistyped name", "imgpraxy", null, "there is no preset imgpraxy; did you mean imgproxy? token-authz presets lists them")]
    [InlineData("a mistyped alias", "swix", null, "there is no preset swix; did you mean svix? token-authz presets lists them")]
    [InlineData("a word that is near to none", "zzzzzz", null, "there is no preset zzzzzz; token-authz presets lists them")]
    [InlineData(
        "a mistyped kind", null, "webhok",
        "there is no kind webhok; did you mean webhook? write one of cdn, cloud, gateway, general, identity, image, server, storage, "
            + "webhook")]
    public static async Task Says_what_to_write_for(string description, string? word, string? kind, string message)
    {
        string[] words = [.. word is null ? (string[])[] : [word], .. kind is null ? (string[])[] : ["--kind", kind]];

        var result = await TokenAuthzProcess.RunAsync(["presets", .. words]);

        Expect.Equal(new(1, "", $"token-authz: {message}."), result, description);
    }

    private static string LineOf(PresetEntry entry)
    {
        var also = entry.Aliases.IsEmpty ? "" : $" Also: {string.Join(", ", entry.Aliases)}.";
        return $"  {entry.Name,-28}{entry.Definition.Description}{also}";
    }
}

namespace TokenAuthz.Tests.Commands;

public static class CheckConfigCommandTests
{
    private const string Secret = "a-key-of-ours-5d1c";
    private const string KeySettings = "Algorithm, Directory, File, Id, NotAfter, NotBefore, Value";
    private const string NoSuchSetting = "there is no such setting";

    private const string KnownAtTheRoot =
        "Admin, AllowWeakKeys, DrainTime, Keys, Limits, Listeners, Log, OnAllow, Policies, ReloadInterval, Schemes, Secret, SingleUse, " +
        "Units";

    [Fact]
    public static async Task Says_what_is_configured()
    {
        var result = await TokenAuthzProcess.RunAsync(
        [
            "check-config", $"--TokenAuthz:Secret={Secret}", "--TokenAuthz:Keys:0:Id=next", "--TokenAuthz:Keys:0:Value=another-one",
            "--TokenAuthz:Listeners:0:Name=inner", "--TokenAuthz:Listeners:0:Url=http://127.0.0.1:9000",
            "--TokenAuthz:Admin:Url=http://*:9001",
        ]);

        Assert.Equal((0, ""), (result.ExitCode, result.Error));
        Assert.Equal(
            """
            The configuration is valid.
              keys       default (secret of 18 bytes), next (secret of 11 bytes)
              policies   default (token-header)
              listeners  inner http://127.0.0.1:9000
              admin      http://*:9001
              warning    key next: this key has 11 bytes; 16 or more cannot be guessed (openssl rand -hex 32)
            """,
            result.Output);
    }

    [Fact]
    public static async Task Warns_of_tokens_that_a_gateway_cannot_take_off()
    {
        string[] settings =
        [
            "check-config", $"--TokenAuthz:Secret={Secret}", "--TokenAuthz:OnAllow:RemoveToken=true",
            "--TokenAuthz:Policies:0:Name=links", "--TokenAuthz:Policies:0:Scheme=alibaba-a", "--TokenAuthz:Policies:0:Paths:0=/video/",
            "--TokenAuthz:Policies:1:Name=rest",
        ];
        const string Warning = "leaves the token of the policy links in the query of requests to the listener ext-authz,";

        var http = await TokenAuthzProcess.RunAsync([.. settings, "--TokenAuthz:Listeners:0:Url=http://*:9000"]);
        var grpc = await TokenAuthzProcess.RunAsync(
            [.. settings, "--TokenAuthz:Listeners:0:Url=http://*:9000", "--TokenAuthz:Listeners:0:Kind=ext-authz-grpc"]);

        Assert.Contains(Warning, http.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("policy rest in the query", http.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("OnAllow:RemoveToken leaves", grpc.Output, StringComparison.Ordinal);
    }

    [Fact]
    public static async Task Names_a_Unix_socket_by_its_URL()
    {
        var result = await TokenAuthzProcess.RunAsync(
            ["check-config", $"--TokenAuthz:Secret={Secret}", "--TokenAuthz:Listeners:0:Url=unix:/run/token-authz/check.sock"]);

        Assert.Equal((0, ""), (result.ExitCode, result.Error));
        Assert.Contains("listeners  ext-authz unix:/run/token-authz/check.sock\n", result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public static async Task Reads_appsettings_json_of_the_working_directory()
    {
        using var folder = new TemporaryFolder();
        folder.Write("appsettings.json", """{ "TokenAuthz": { "Keys": [ { "Id": "of-the-file", "Value": "a-key-of-ours-5d1c" } ] } }""");

        var result = await TokenAuthzProcess.RunAsync(["check-config"], folder: folder);

        Assert.Contains("keys       of-the-file", result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public static async Task The_command_line_overrides_the_environment_and_that_the_file()
    {
        using var folder = new TemporaryFolder();
        var file = folder.Write(
            "settings.json",
            """{ "TokenAuthz": { "Keys": [ { "Id": "file", "Value": "a-key-of-ours-5d1c" }, """ +
                """{ "Id": "file-1", "Value": "a-key-of-ours-5d1c" }, { "Id": "file-2", "Value": "a-key-of-ours-5d1c" } ] } }""");
        var environment =
            new Dictionary<string, string> { ["TokenAuthz__Keys__1__Id"] = "environment-1", ["TokenAuthz__Keys__2__Id"] = "environment-2" };

        var result = await TokenAuthzProcess.RunAsync(["check-config", "--config", file, "--TokenAuthz:Keys:2:Id=line-2"], environment);

        Assert.Contains(
            "keys       file (secret of 18 bytes), environment-1 (secret of 18 bytes), line-2 (", result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public static async Task Development_needs_no_setting_at_all()
    {
        var result = await TokenAuthzProcess.RunAsync(["check-config", "--environment", "Development"]);

        Assert.Equal((0, ""), (result.ExitCode, result.Error));
        Assert.Contains("keys       default (secret of 6 bytes)\n", result.Output, StringComparison.Ordinal);
        Assert.Contains("listeners  ext-authz http://*:8080\n", result.Output, StringComparison.Ordinal);
    }

    [Promise(7)]
    [Promise(9)]
    [Fact]
    public static async Task Lists_everything_that_is_wrong_and_shows_no_secret()
    {
        using var folder = new TemporaryFolder();
        var file = folder.Write("settings.json", $$"""
            { "TokenAuthz": { "Sercet": "{{Secret}}", "DrainTime": "10", "Log": { "Level": "Debgu" },
                              "Keys": [ { "Valeu": "{{Secret}}" } ] } }
            """);

        var result = await TokenAuthzProcess.RunAsync(["check-config", "--config", file, "--TokenAuthz:OnAllow:KeyId=yes"]);

        Assert.Equal((1, ""), (result.ExitCode, result.Output));
        Assert.Equal(
            $"""
            token-authz: the configuration does not load (7 errors):
              TokenAuthz:Keys:0:Id: a key needs an Id, by which metrics show its use
              TokenAuthz:Keys:0:Value: a key needs one of Value, File and Directory
              TokenAuthz:OnAllow:KeyId = "yes": write true or false
              TokenAuthz:DrainTime = "10": write a time as hh:mm:ss, from 00:00:00 to 00:10:00
              TokenAuthz:Log:Level = "Debgu": did you mean Debug? write one of Debug, Information, Warning, Error
              TokenAuthz:Sercet: {NoSuchSetting}; did you mean Secret? known here: {KnownAtTheRoot}
              TokenAuthz:Keys:0:Valeu: {NoSuchSetting}; did you mean Value? known here: {KeySettings}
            """.Split('\n').Order(StringComparer.Ordinal),
            result.Error.Split('\n').Order(StringComparer.Ordinal));
    }
}

namespace TokenAuthz.Tests.Service.Configuration;

/// <summary>What a running service shows of units: metrics, log lines, and the answers of commands.</summary>
public sealed class UnitTests : IDisposable
{
    private const string Video = "the-key-of-team-video";
    private const string Unit = $$"""
        { "TokenAuthz": { "Keys": [ { "Id": "k", "Value": "{{Video}}" } ], "Policies": [ { "Name": "all" } ] } }
        """;
    private const string Successful = "token_authz_unit_last_reload_successful";
    private const string Timestamp = "token_authz_unit_last_reload_success_timestamp_seconds";
    private const string Policies = "token_authz_unit_policies";

    private readonly TemporaryFolder _folder = new();

    public UnitTests() => _folder.Write("video.json", Unit);

    private string[] Settings =>
    [
        $"Units:Directories:0={_folder.Path}", "Units:Grants:video:Paths:0=/video", "Units:Grants:shop:Paths:0=/shop",
        "OnAllow:KeyId=true", "OnAllow:Policy=true", "Log:Level=Information",
    ];

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Names_the_unit_in_answers_and_metrics()
    {
        await using var service = RunningService.Start(Settings);

        var allowed = await service.CheckAsync("/video/1", Token.Line("/video/1", Video));

        allowed.AssertAllowed();
        Assert.Equal(("video/k", "video/all"), (allowed.Value("x-auth-key-id"), allowed.Value("x-auth-policy")));
        (await service.CheckAsync("/video/1", Token.Line("/video/1"))).AssertDenied("invalid_token");
        (await service.CheckAsync("/shop/1", Token.Line("/shop/1"))).AssertDenied("no_policy");
        (await service.CheckAsync("/", Token.Line("/"))).AssertAllowed();
        var metrics = await service.MetricsAsync();
        Assert.Equal(1, metrics["token_authz_key_uses_total{key_id=\"video/k\"}"]);
        Assert.Contains("policy=\"video/all\"", (await service.AdminAsync("/metrics")).Body, StringComparison.Ordinal);
    }

    [InProcess]
    [Fact]
    public async Task Shows_each_unit_with_its_state_and_its_mistakes()
    {
        await using var service = RunningService.Start(Settings);
        await Poll.UntilAsync("the metrics have the unit", async () => await ValueAsync(service, Successful, "video") == 1);
        Assert.Equal(0, await ValueAsync(service, Successful, "shop"));
        Assert.Equal((1, 0), (await ValueAsync(service, Policies, "video"), await ValueAsync(service, Policies, "shop")));
        Assert.True(await ValueAsync(service, Timestamp, "video") > 0);
        await Poll.UntilContainsAsync("The unit \"shop\" has no file, and the requests of its grant are denied", () => LogOf(service));

        _folder.Write("video.json", Unit.Replace("Policies", "Polices", StringComparison.Ordinal));
        _folder.Write("stranger.json", "{");

        await Poll.UntilAsync("the unit is refused", async () => await ValueAsync(service, Successful, "video") == 0);
        Assert.Equal(1, await ValueAsync(service, Policies, "video"));
        Assert.Equal(1, (await service.MetricsAsync())["token_authz_config_last_reload_successful"]);
        await Poll.UntilContainsAsync(
            "The changed unit \"video\" was refused, its last good state stays in force: \"TokenAuthz:Polices: there is no such setting",
            () => LogOf(service));
        await Poll.UntilContainsAsync("stranger.json", () => LogOf(service));
        Assert.DoesNotContain("stranger", (await service.AdminAsync("/metrics")).Body, StringComparison.Ordinal);
        Assert.DoesNotContain(Video, LogOf(service) + (await service.AdminAsync("/config")).Body, StringComparison.Ordinal);
        (await service.CheckAsync("/video/1", Token.Line("/video/1", Video))).AssertAllowed();

        var shown = await TokenAuthzProcess.RunAsync(["check-config", "--running", $"http://127.0.0.1:{service.AdminPort}"]);
        Assert.Equal(1, shown.ExitCode);
        Assert.Contains(
            "units      shop (has no file, its requests are denied), " +
                "video (does not load, the last good state of 1 policies stays in force)",
            shown.Output,
            StringComparison.Ordinal);

        _folder.Write("video.json", Unit);
        await Poll.UntilContainsAsync("The unit \"video\" loaded, with 1 policies", () => LogOf(service));
    }

    private static async Task<double> ValueAsync(RunningService service, string metric, string unit) =>
        (await service.MetricsAsync()).Values.GetValueOrDefault($"{metric}{{unit=\"{unit}\"}}", -1);

    private static string LogOf(RunningService service) => string.Join('\n', service.Logs.Messages);
}

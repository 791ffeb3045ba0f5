using System.Globalization;
using Serilog.Events;

namespace TokenAuthz.Tests.Service.Configuration;

/// <summary>
/// Listeners and the other settings that are read at start stay those of the start when the file changes; the log and a metric
/// say which of them wait for a restart. Keys, schemes and policies reload all the same.
/// </summary>
public static class RestartNeededTests
{
    private const string RestartNeeded = "token_authz_config_restart_needed";
    private const string Successful = "token_authz_config_last_reload_successful";
    private const string Said = "Settings changed that are read at start only";

    // The first secret is that of the start, the second says that a reload took effect.
    private static readonly string[] Before = ["Secret=first"];
    private static readonly string[] After = ["Secret=second"];

    public static TheoryData<string, string[], string[]> Settings => new()
    {
        { "the name of a listener", ["Listeners:0:Name=edge"], ["Listeners:0:Name"] },
        { "the kind of a listener", ["Listeners:0:Kind=nginx"], ["Listeners:0:Kind"] },
        { "the port of a listener", ["Listeners:0:Url=http://127.0.0.1:9"], ["Listeners:0:Url"] },
        { "the gateways of a listener", ["Listeners:0:TrustedProxies:0=192.0.2.0/24", "Listeners:0:TrustedProxies:1=127.0.0.1"],
            ["Listeners:0:TrustedProxies"] },
        { "the header of the client's address", ["Listeners:0:ClientAddressHeader=x-client"], ["Listeners:0:ClientAddressHeader"] },
        { "the trusted hops", ["Listeners:0:TrustedHops=1"], ["Listeners:0:TrustedHops"] },
        { "the prefix of a listener", ["Listeners:0:PathPrefix=/authz"], ["Listeners:0:PathPrefix"] },
        { "a certificate", ["Listeners:0:Url=https://127.0.0.1:0", "Listeners:0:Tls:Certificate=/a", "Listeners:0:Tls:Key=/b"],
            ["Listeners:0:Tls:Certificate", "Listeners:0:Tls:Key", "Listeners:0:Url"] },
        { "a further listener", ["Listeners:1:Name=new", "Listeners:1:Url=http://127.0.0.1:0"],
            ["Listeners:1:Kind", "Listeners:1:Name", "Listeners:1:Protocol", "Listeners:1:Url"] },
        { "the admin port", ["Admin:Url=http://localhost:0"], ["Admin:Url"] },
        { "the time of a drain", ["DrainTime=00:00:07"], ["DrainTime"] },
        { "the interval", ["ReloadInterval=00:00:09"], ["ReloadInterval"] },
        { "the level of the log", ["Log:Level=Error"], ["Log:Level"] },
        { "the logged denials", ["Log:DenialsPerSecond=7"], ["Log:DenialsPerSecond"] },
        { "what an upstream is told", ["OnAllow:KeyId=true", "OnAllow:Policy=TRUE", "OnAllow:RemoveToken=true"],
            ["OnAllow:KeyId", "OnAllow:Policy", "OnAllow:RemoveToken"] },
        { "Redis", ["SingleUse:Redis=redis:6379,password=hidden"], ["SingleUse:Redis"] },
        { "the number of waiting claims", ["SingleUse:MaxPending=5"], ["SingleUse:MaxPending"] },
        { "the header of the request's id", ["SingleUse:RequestIdHeader=x-check-id"], ["SingleUse:RequestIdHeader"] },
        { "the number of used tokens", ["SingleUse:MaxTokens=5"], ["SingleUse:MaxTokens"] },
    };

    [InProcess]
    [Theory]
    [MemberData(nameof(Settings))]
    public static async Task Says_what_waits_for_a_restart_when_the_file_changes(string description, string[] changed, string[] names)
    {
        await using var service = RunningService.Start(Before);

        service.Configure([.. After, .. changed]);

        // The listener answers as it did, by the new key.
        await UntilAllowedAsync(service, "second");
        await UntilAsync(service, RestartNeeded, 1);
        Expect.Equal(1, await MetricAsync(service, Successful), description);
        var warning = Assert.Single(Warnings(service));
        Assert.Equal(
            $"""["{string.Join("\", \"", names.Select(name => "TokenAuthz:" + name))}"]""",
            warning.Properties["Settings"].ToString(null, CultureInfo.InvariantCulture));
        Assert.DoesNotContain("hidden", service.Logs.Lines, StringComparison.Ordinal);

        service.Configure(Before);

        await UntilAllowedAsync(service, "first");
        await UntilAsync(service, RestartNeeded, 0);
        Assert.Single(Warnings(service));
    }

    // A process that logs warnings only does not say on which ports it listens.
    [InProcess]
    [Theory]
    [InlineData(
        "a default that is written down",
        "Log:Level=Warning",
        "DrainTime=00:00:00",
        "Log:DenialsPerSecond=10",
        "OnAllow:Policy=false",
        "SingleUse:MaxTokens=1000000")]
    [InlineData("a value in other letters", "OnAllow:KeyId=False", "Log:Level=warning")]
    [InlineData(
        "a key, a scheme and a policy", "Log:Level=Warning", "Keys:0:Id=more", "Keys:0:Value=another-key", "Schemes:s:Preset=token-header",
        "Policies:0:Name=p", "Policies:0:Scheme=s", "Listeners:0:Policies:0=p")]
    public static async Task Needs_no_restart_for(string description, params string[] changed)
    {
        await using var service = RunningService.Start([.. Before, "Log:Level=Warning"]);

        service.Configure([.. After, .. changed]);

        await UntilAllowedAsync(service, "second");
        Expect.Equal(0, await MetricAsync(service, RestartNeeded), description);
    }

    [Fact]
    public static async Task Serves_a_listener_that_was_renamed_or_removed_by_its_policies_of_the_start()
    {
        string[] policies =
            ["Policies:0:Name=open", "Policies:0:Action=Allow", "Policies:1:Name=checked", "Policies:1:Scheme=token-header"];
        await using var service =
            RunningService.Start([.. Before, .. policies, "Listeners:0:Name=a", "Listeners:0:Policies:0=open", "Listeners:1:Name=b",
                "Listeners:1:Url=http://127.0.0.1:0", "Listeners:1:Policies:0=checked"]);

        service.Configure([.. After, .. policies, "Listeners:0:Name=c", "Listeners:0:Policies:0=checked"]);

        await UntilAsync(service, RestartNeeded, 1);
        (await CheckAsync(service, 0)).AssertAllowed();
        (await CheckAsync(service, 1)).AssertDenied("missing_token");
        (await CheckAsync(service, 1, "second")).AssertAllowed();
    }

    [Fact]
    public static async Task Takes_the_new_policies_of_a_listener_by_its_name_wherever_it_stands()
    {
        string[] policies =
            ["Policies:0:Name=open", "Policies:0:Action=Allow", "Policies:1:Name=checked", "Policies:1:Scheme=token-header"];
        string[] second = ["Listeners:1:Url=http://127.0.0.1:0"];
        await using var service =
            RunningService.Start([.. Before, .. policies, .. second, "Listeners:0:Name=a", "Listeners:0:Policies:0=open",
                "Listeners:1:Name=b", "Listeners:1:Policies:0=checked"]);

        service.Configure([.. After, .. policies, .. second, "Listeners:0:Name=b", "Listeners:0:Policies:0=open", "Listeners:1:Name=a",
            "Listeners:1:Policies:0=checked"]);

        await Poll.UntilAsync("the policies are swapped", async () => (await CheckAsync(service, 0)).Status == 403);
        (await CheckAsync(service, 0, "second")).AssertAllowed();
        (await CheckAsync(service, 1)).AssertAllowed();
    }

    [Theory]
    [InlineData(
        "a policy is gone that a renamed listener serves",
        "there is no policy checked, which the listener a serves",
        "Listeners:0:Name=c",
        "Policies:0:Name=other",
        "Policies:0:Action=Allow")]
    [InlineData(
        "a policy is new that the listener of the start cannot serve",
        "checks a signature of the body",
        "Listeners:0:Name=a",
        "Listeners:0:Kind=ext-authz",
        "Policies:0:Name=checked",
        "Policies:0:Scheme=github-webhook")]
    public static async Task Changes_nothing_when_a_listener_of_the_start_cannot_serve_it(
        string description, string says, params string[] changed)
    {
        await using var service = RunningService.Start(
            [.. Before, "Policies:0:Name=checked", "Policies:0:Scheme=token-header", "Listeners:0:Name=a", "Listeners:0:Policies:0=checked",
                "Listeners:0:Kind=nginx", "Listeners:0:TrustedProxies=127.0.0.1"]);

        service.Configure([.. After, .. changed]);

        await UntilAsync(service, Successful, 0);
        Expect.Equal(1, await MetricAsync(service, RestartNeeded), description);
        var question = "X-Original-URI: /a\r\nX-Original-Method: GET\r\n";
        (await service.CheckAsync("/", question + Token.Line("/a", "first"))).AssertAllowed();
        (await service.CheckAsync("/", question + Token.Line("/a", "second"))).AssertDenied("invalid_token");
        if (ShippedProgram.IsNamed) return;
        var error = Assert.Single(service.Logs.At(LogEventLevel.Error)).RenderMessage(CultureInfo.InvariantCulture);
        Assert.Contains(says, error, StringComparison.Ordinal);
        Assert.Contains("the listeners of the start stay open until a restart", error, StringComparison.Ordinal);
    }

    private static Task<RawAnswer> CheckAsync(RunningService service, int listener, string? secret = null) =>
        RawHttp.SendToEndAsync(
            service.Ports[listener], RawHttp.Request("GET", "/a", headers: secret is null ? "" : Token.Line("/a", secret)));

    private static Task UntilAllowedAsync(RunningService service, string secret) =>
        Poll.UntilAsync($"the key {secret} is in force", async () => (await CheckAsync(service, 0, secret)).Status == 200);

    private static Task UntilAsync(RunningService service, string metric, double value) =>
        Poll.UntilAsync($"{metric} is {value}", async () => await MetricAsync(service, metric) == value);

    private static async Task<double> MetricAsync(RunningService service, string metric) => (await service.MetricsAsync()).Values[metric];

    private static IEnumerable<LogEvent> Warnings(RunningService service) =>
        service.Logs.At(LogEventLevel.Warning).Where(entry => entry.MessageTemplate.Text.StartsWith(Said, StringComparison.Ordinal));
}

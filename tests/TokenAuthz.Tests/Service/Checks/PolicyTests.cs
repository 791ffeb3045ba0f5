using System.Text.Json;
using Microsoft.Extensions.Time.Testing;

namespace TokenAuthz.Tests.Service.Checks;

/// <summary>Policies over the wire: which one decides, how it answers, and what becomes known of it.</summary>
public sealed class PolicyTests
{
    private const string Logging = "Log:Level=Information";

    private static readonly DateTimeOffset Now = new(2026, 11, 23, 12, 0, 0, TimeSpan.Zero);

    private static readonly string[] Several =
    [
        "Policies:0:Name=public", "Policies:0:Action=Allow", "Policies:0:Paths:0=/assets/", "Policies:0:Methods:0=GET",
        "Policies:1:Name=closed", "Policies:1:Action=Deny", "Policies:1:Paths:0=/internal",
        "Policies:2:Name=video", "Policies:2:Hosts:0=*.example.com", "Policies:2:Scheme=alibaba-a",
        "Policies:3:Name=app", "Policies:3:Hosts:0=app.example.org", "Policies:3:AllowPreflight=true",
    ];

    [Theory]
    [InlineData("an open path", "GET", "example.org", "/assets/a.css", "")]
    [InlineData("an open path with another method", "POST", "example.org", "/assets/a.css", "no_policy")]
    [InlineData("an open path that can be read in two ways", "GET", "example.org", "/assets/../a", "no_policy")]
    [InlineData("an open path in the query", "GET", "example.org", "/a?/assets/", "no_policy")]
    [InlineData("a closed path", "GET", "app.example.org", "/internal/a", "denied")]
    [InlineData("what begins like it", "GET", "app.example.org", "/internals", "missing_token")]
    [InlineData("a host of the wildcard", "GET", "Video.Example.com:8443", "/1.mp4", "missing_token")]
    [InlineData("two labels in place of one", "GET", "a.b.example.com", "/1.mp4", "no_policy")]
    [InlineData("a host that no policy has", "GET", "example.net", "/", "no_policy")]
    public async Task Lets_the_first_policy_that_covers_a_request_decide(
        string description, string method, string host, string target, string reason)
    {
        await using var service = RunningService.Start(Several);

        var answer =
            await RawHttp.SendToEndAsync(service.CheckPort, $"{method} {target} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n");

        Expect.Equal((reason.Length == 0 ? 200 : 403, reason), (answer.Status, answer.Value("x-auth-reason") ?? ""), description);
    }

    [Theory]
    [InlineData("a preflight", "OPTIONS", "Origin: https://a\r\nAccess-Control-Request-Method: PUT\r\n", 200)]
    [InlineData("no origin", "OPTIONS", "Access-Control-Request-Method: PUT\r\n", 403)]
    [InlineData("another method", "GET", "Origin: https://a\r\nAccess-Control-Request-Method: PUT\r\n", 403)]
    public async Task Lets_a_preflight_pass_where_it_may(string description, string method, string headers, int status)
    {
        await using var service = RunningService.Start(Several);

        var answer = await RawHttp.SendToEndAsync(
            service.CheckPort, $"{method} /a HTTP/1.1\r\nHost: app.example.org\r\n{headers}Connection: close\r\n\r\n");

        Expect.Equal(status, answer.Status, description);
    }

    [Fact]
    public async Task Serves_on_each_listener_its_own_policies()
    {
        await using var service = RunningService.Start(
            "Listeners:0:Name=open", "Listeners:0:Policies:0=public", "Listeners:1:Name=edge", "Listeners:1:Url=http://127.0.0.1:0",
            "Listeners:1:Policies:0=rest",
            "Policies:0:Name=public", "Policies:0:Action=Allow", "Policies:1:Name=rest");

        (await RawHttp.SendToEndAsync(service.Ports[0], RawHttp.Request("GET", "/a"))).AssertAllowed();
        (await RawHttp.SendToEndAsync(service.Ports[1], RawHttp.Request("GET", "/a"))).AssertDenied("missing_token");
        (await RawHttp.SendToEndAsync(service.Ports[1], RawHttp.Request("GET", "/a", Token.Of("/a")))).AssertAllowed();
    }

    [InProcess]
    [Theory]
    [InlineData("missing", "/1.mp4", 401, "missing_token")]
    [InlineData("expired", "/1.mp4?auth_key=1795300000-0-0-", 410, "expired")]
    [InlineData("a wrong one", "/1.mp4?auth_key=1795435000-0-0-00000000000000000000000000000000", 403, "invalid_token")]
    public async Task Answers_a_reason_with_its_status(string description, string target, int status, string reason)
    {
        await using var service = RunningService.Start(
            new FakeTimeProvider(Now),
            "Policies:0:Name=video", "Policies:0:Scheme=alibaba-a", "Policies:0:Deny:Statuses:missing_token=401",
            "Policies:0:Deny:Statuses:expired=410", "Policies:0:Deny:Body=Problem");
        var token = target.EndsWith('-') ? Token.Of("/1.mp4-1795300000-0-0-") : "";

        var answer = await service.CheckAsync(target + token);

        Expect.Equal(
            (status, reason, "application/problem+json"),
            (answer.Status, answer.Value("x-auth-reason"), answer.Value("content-type")),
            description);
        var problem = JsonDocument.Parse(answer.Body).RootElement;
        Assert.Equal(["type", "title", "status", "reason"], problem.EnumerateObject().Select(member => member.Name));
        Assert.Equal((status, reason), (problem.GetProperty("status").GetInt32(), problem.GetProperty("reason").GetString()));
    }

    [InProcess]
    [Fact]
    public async Task Lets_pass_in_shadow_and_counts_and_logs_what_it_would_deny()
    {
        await using var service = RunningService.Start(Logging, "Policies:0:Name=trial", "Policies:0:Mode=Shadow");

        (await service.CheckAsync("/a", "token: wrong\r\n")).AssertAllowed();
        (await service.CheckAsync("/a", Token.Line("/a"))).AssertAllowed();

        var metrics = await service.MetricsAsync();
        Assert.Equal(1, metrics["""token_authz_shadow_disagreements_total{policy="trial"}"""]);
        Assert.Equal(2, metrics["""token_authz_decisions_total{listener="ext-authz",policy="trial",decision="allow",reason=""}"""]);
        Assert.Contains(
            service.Logs.Messages,
            message => message.StartsWith("Would deny", StringComparison.Ordinal)
                && message.Contains("invalid_token", StringComparison.Ordinal));
    }

    [Promise(7)]
    [InProcess]
    [Theory]
    [InlineData("a token in the path", "edgeone-c", false)]
    [InlineData("a token in the query", "edgeone-d", true)]
    public async Task Shows_a_path_in_the_log_unless_tokens_are_in_paths(string description, string scheme, bool isShown)
    {
        await using var service = RunningService.Start(
            Logging, "Policies:0:Name=video", $"Policies:0:Scheme={scheme}", "Policies:0:Methods:0=GET", "Policies:1:Name=rest");

        await service.CheckAsync("/0123456789abcdef0123456789abcdef/6b039bc0/secret-path");
        await service.CheckAsync("/0123456789abcdef0123456789abcdef/6b039bc0/secret-path", method: "POST");

        Expect.Equal(isShown, service.Logs.Lines.Contains("secret-path", StringComparison.Ordinal), $"{description}: {service.Logs.Lines}");
        Assert.Equal(["video", "rest"], service.Logs.Denials.Select(denial => denial.Properties["Policy"].ToString("l", null)));
    }

    [Fact]
    public async Task Takes_a_changed_policy_and_keeps_the_last_good_ones()
    {
        await using var service = RunningService.Start("Policies:0:Name=p");
        (await service.CheckAsync("/a")).AssertDenied("missing_token");

        service.Configure("Policies:0:Name=p", "Policies:0:Action=Allow");
        await Poll.UntilAsync("the new policy decides", async () => (await service.CheckAsync("/a")).Status == 200);

        service.Configure("Policies:0:Name=p", "Policies:0:Action=Deny", "Policies:0:Scheme=none");
        await Poll.UntilAsync(
            "the refusal shows", async () => (await service.MetricsAsync())["token_authz_config_last_reload_successful"] == 0);
        (await service.CheckAsync("/a")).AssertAllowed();

        service.Configure("Policies:0:Name=p", "Policies:0:Action=Deny");
        await Poll.UntilAsync("the mended one decides", async () => (await service.CheckAsync("/a")).Status == 403);
        Assert.Equal(1, (await service.MetricsAsync())["token_authz_config_last_reload_successful"]);
    }
}

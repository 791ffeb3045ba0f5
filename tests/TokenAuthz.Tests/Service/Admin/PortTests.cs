using System.Globalization;
using TokenAuthz.Listeners;

namespace TokenAuthz.Tests.Service.Admin;

/// <summary>The port that a connection came in on says what it is for; nothing that a client sends does.</summary>
[Promise(3)]
public sealed class PortTests(SharedService shared, EveryKind everyKind)
{
    /// <summary>The kinds that ask over HTTP, and the paths of the admin port.</summary>
    public static TheoryData<string, string> KindsAndPaths { get; } = new MatrixTheoryData<string, string>(
        [.. ListenerKind.All.Where(kind => !kind.IsGrpc).Select(kind => kind.Name)], ["/metrics", "/healthz", "/readyz"]);

    public static TheoryData<string, string> AdminPaths { get; } = new MatrixTheoryData<string, string>(
        ["/metrics", "/healthz", "/readyz"],
        ["", "User-Agent: kube-probe/1.34\r\n", "User-Agent: Prometheus/3.0\r\n", "X-Forwarded-For: 127.0.0.1\r\n",
            "Accept: application/openmetrics-text\r\n"]);

    [Theory]
    [MemberData(nameof(AdminPaths))]
    public async Task Checks_a_path_of_the_admin_port_like_any_other_when_it_comes_to_the_port_of_checks(string path, string headers)
    {
        (await shared.Service.CheckAsync(path, headers)).AssertDenied("missing_token");
        (await shared.Service.CheckAsync(path, headers + Token.Line("/"))).AssertDenied("invalid_token");
        (await shared.Service.CheckAsync(path, headers + Token.Line(path))).AssertAllowed();
    }

    [Theory]
    [InlineData("/metrics")]
    [InlineData("/healthz")]
    [InlineData("/readyz")]
    public async Task Checks_when_host_or_target_name_the_admin_port(string path)
    {
        var admin = "127.0.0.1:" + shared.Service.AdminPort.ToString(CultureInfo.InvariantCulture);

        (await RawHttp.SendToEndAsync(
            shared.Service.CheckPort, $"GET {path} HTTP/1.1\r\nHost: {admin}\r\nConnection: close\r\n\r\n")).AssertDenied("missing_token");
        (await RawHttp.SendToEndAsync(
            shared.Service.CheckPort,
            $"GET http://{admin}{path} HTTP/1.1\r\nHost: {admin}\r\nConnection: close\r\n\r\n")).AssertDenied("missing_token");
        (await shared.Service.CheckAsync(
            path, $"X-Forwarded-Host: {admin}\r\nX-Forwarded-Port: {shared.Service.AdminPort}\r\n")).AssertDenied("missing_token");
    }

    [Theory]
    [MemberData(nameof(KindsAndPaths))]
    public async Task Answers_a_path_of_the_admin_port_with_a_denial_on_a_listener_of(string kind, string path)
    {
        var targets = $"X-Original-URI: {path}\r\nX-Forwarded-Uri: {path}\r\nX-Original-URL: http://example.com{path}\r\n" +
            $"X-Auth-Request-Redirect: http://example.com{path}\r\n";
        var named = $"X-Original-Method: GET\r\nX-Forwarded-Method: GET\r\nX-Forwarded-Host: example.com\r\n{targets}";

        // As the path of the question itself, and as that of the request that is asked about.
        Assert.Equal(403, (await everyKind.AskAsync(kind, path, "")).Status);
        (await everyKind.AskAsync(kind, path, named)).AssertDenied("missing_token");
        (await everyKind.AskAsync(kind, path, named + Token.Line(path))).AssertAllowed();
    }

    [Fact]
    public async Task Does_not_check_when_host_names_the_port_of_checks()
    {
        var checks = "127.0.0.1:" + shared.Service.CheckPort.ToString(CultureInfo.InvariantCulture);

        var signed = await RawHttp.SendToEndAsync(
            shared.Service.AdminPort, $"GET / HTTP/1.1\r\nHost: {checks}\r\nConnection: close\r\n{Token.Line("/")}\r\n");
        var health =
            await RawHttp.SendToEndAsync(shared.Service.AdminPort, $"GET /healthz HTTP/1.1\r\nHost: {checks}\r\nConnection: close\r\n\r\n");

        Assert.Equal(404, signed.Status);
        Assert.Equal((200, "Healthy"), (health.Status, health.Body));
    }

    [Fact]
    public async Task Checks_on_every_listener_and_counts_each_by_its_name()
    {
        await using var service =
            RunningService.Start("Listeners:0:Name=inner", "Listeners:1:Name=outer", "Listeners:1:Url=http://127.0.0.1:0");

        (await RawHttp.SendToEndAsync(service.Ports[0], RawHttp.Request("GET", "/metrics"))).AssertDenied("missing_token");
        (await RawHttp.SendToEndAsync(service.Ports[1], RawHttp.Request("GET", "/metrics", Token.Of("/metrics")))).AssertAllowed();

        var metrics = await service.MetricsAsync();
        Assert.Equal(
            1, metrics["""token_authz_decisions_total{listener="inner",policy="default",decision="deny",reason="missing_token"}"""]);
        Assert.Equal(1, metrics["""token_authz_decisions_total{listener="outer",policy="default",decision="allow",reason=""}"""]);
        Assert.Equal(0, metrics["""token_authz_decisions_total{listener="inner",policy="default",decision="allow",reason=""}"""]);
    }
}

using TokenAuthz.Listeners;

namespace TokenAuthz.Tests.Service.Http;

/// <summary>The kinds that name the request in headers: what is clear is checked, whatever is not is denied.</summary>
[Promise(5)]
public static class ForwardedRequestTests
{
    public static TheoryData<string, string> Kinds => new()
    {
        { "nginx", "X-Original-Method: GET\r\nX-Original-URI: /a?b\r\n" },
        { "ingress-nginx", "X-Original-Method: GET\r\nX-Original-URL: https://example.com/a?b\r\n" },
        { "traefik", "X-Forwarded-Method: GET\r\nX-Forwarded-Uri: /a?b\r\nX-Forwarded-Host: example.com\r\n" },
        { "caddy", "X-Forwarded-Method: GET\r\nX-Forwarded-Uri: /a?b\r\nX-Forwarded-Host: example.com\r\n" },
        { "haproxy", "X-Original-Method: GET\r\nX-Original-URI: /a?b\r\n" },
        { "apisix", "X-Forwarded-Method: GET\r\nX-Forwarded-Uri: /a?b\r\nX-Forwarded-Host: example.com\r\n" },
    };

    public static TheoryData<string, string, string> Unclear => new()
    {
        { "nginx", "no target", "X-Original-Method: GET\r\n" },
        { "nginx", "no method", "X-Original-URI: /\r\n" },
        { "nginx", "an empty target", "X-Original-Method: GET\r\nX-Original-URI:\r\n" },
        { "nginx", "an empty method", "X-Original-Method:\r\nX-Original-URI: /\r\n" },
        { "nginx", "a method that is none", "X-Original-Method: G T\r\nX-Original-URI: /\r\n" },
        { "nginx", "two targets", "X-Original-Method: GET\r\nX-Original-URI: /\r\nX-Original-URI: /\r\n" },
        { "nginx", "two methods", "X-Original-Method: GET\r\nX-Original-Method: GET\r\nX-Original-URI: /\r\n" },
        { "nginx", "a target that is no path", "X-Original-Method: GET\r\nX-Original-URI: a\r\n" },
        { "nginx", "a space in the target", "X-Original-Method: GET\r\nX-Original-URI: / a\r\n" },
        { "nginx", "a fragment", "X-Original-Method: GET\r\nX-Original-URI: /#a\r\n" },
        { "nginx", "a bad escape", "X-Original-Method: GET\r\nX-Original-URI: /%zz\r\n" },
        { "nginx", "an escape that is cut", "X-Original-Method: GET\r\nX-Original-URI: /%2\r\n" },
        { "nginx", "another scheme", "X-Original-Method: GET\r\nX-Original-URI: ftp://example.com/\r\n" },
        { "nginx", "another host", "X-Original-Method: GET\r\nX-Original-URI: http://other.example.com/\r\n" },
        { "nginx", "another kind's target that differs", "X-Original-Method: GET\r\nX-Original-URI: /\r\nX-Forwarded-Uri: /other\r\n" },
        { "nginx", "another kind's target that is ill-formed", "X-Original-Method: GET\r\nX-Original-URI: /\r\nX-Original-URL: /%\r\n" },
        { "nginx", "an underscore", "X_Original_Method: GET\r\nX_Original_URI: /\r\n" },
        { "ingress-nginx", "a path alone", "X-Original-Method: GET\r\nX-Original-URL: /\r\n" },
        { "ingress-nginx", "no path", "X-Original-Method: GET\r\nX-Original-URL: https://example.com\r\n" },
        { "ingress-nginx", "a query without a path", "X-Original-Method: GET\r\nX-Original-URL: https://example.com?a\r\n" },
        { "ingress-nginx", "user information", "X-Original-Method: GET\r\nX-Original-URL: https://user@example.com/\r\n" },
        { "ingress-nginx", "no host", "X-Original-Method: GET\r\nX-Original-URL: https:///\r\n" },
        { "ingress-nginx", "a backslash behind the host", "X-Original-Method: GET\r\nX-Original-URL: https://example.com\\a/\r\n" },
        { "traefik", "no host", "X-Forwarded-Method: GET\r\nX-Forwarded-Uri: /\r\n" },
        { "traefik", "two hosts", "X-Forwarded-Method: GET\r\nX-Forwarded-Uri: /\r\nX-Forwarded-Host: a\r\nX-Forwarded-Host: a\r\n" },
        { "traefik", "the headers of nginx", "X-Original-Method: GET\r\nX-Original-URI: /\r\n" },
    };

    [Theory]
    [MemberData(nameof(Kinds))]
    public static async Task Checks_the_request_that_the_headers_name(string kind, string headers)
    {
        await using var service = RunningService.Start($"Listeners:0:Kind={kind}", "Listeners:0:TrustedProxies:0=127.0.0.0/8");

        (await service.CheckAsync("/elsewhere", headers + Token.Line("/a?b"))).AssertAllowed();
        (await service.CheckAsync("/elsewhere", headers + Token.Line("/elsewhere"))).AssertDenied("invalid_token");
        (await service.CheckAsync("/elsewhere", headers)).AssertDenied("missing_token");
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public static async Task CVE_2026_76835_Trusts_nobody_until_told_whom(string kind, string headers)
    {
        await using var service = RunningService.Start($"Listeners:0:Kind={kind}");

        await AssertClosedAsync(service, kind, headers + Token.Line("/a?b"));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public static async Task CVE_2026_40575_Answers_nothing_that_somebody_else_sends(string kind, string headers)
    {
        await using var service = RunningService.Start($"Listeners:0:Kind={kind}", "Listeners:0:TrustedProxies:0=192.0.2.0/24");

        await AssertClosedAsync(service, kind, headers + "X-Forwarded-For: 192.0.2.1\r\nX-Real-IP: 192.0.2.1\r\n" + Token.Line("/a?b"));
    }

    [Theory]
    [MemberData(nameof(Unclear))]
    public static async Task Denies_what_is_unclear(string kind, string description, string headers)
    {
        await using var service = RunningService.Start($"Listeners:0:Kind={kind}", "Listeners:0:TrustedProxies:0=127.0.0.1");

        var answer = await service.CheckAsync("/", headers + Token.Line("/"));

        Expect.Equal(403, answer.Status, description);
        answer.AssertDenied("bad_request");
    }

    [Fact]
    public static async Task Takes_the_same_target_from_two_kinds_for_one()
    {
        await using var service = RunningService.Start("Listeners:0:Kind=nginx", "Listeners:0:TrustedProxies:0=127.0.0.1");

        (await service.CheckAsync(
            "/", "X-Original-Method: GET\r\nX-Original-URI: /a\r\nX-Forwarded-Uri: /a\r\n" + Token.Line("/a"))).AssertAllowed();
    }

    [Theory]
    [InlineData("a space", "/a b", "/a%20b", 200)]
    [InlineData("a space, and a query as it was sent", "/a b?c=%20d", "/a%20b?c=%20d", 200)]
    [InlineData("bytes outside ASCII", "/caf\u00c3\u00a9", "/caf%C3%A9", 200)]
    [InlineData("a number sign, which a client has to escape", "/a#b", "/a%23b", 200)]
    [InlineData("what may have been sent as it is", "/a\"<>^`{|}b", "/a\"<>^`{|}b", 200)]
    [InlineData("a space in the query, which no client sends", "/a?b c", "/a?b%20c", 403)]
    [InlineData("a percent sign that is no escape", "/a%b!", "/a%25b!", 403)]
    public static async Task Encodes_what_no_client_sends_as_APISIX_names_it(string description, string named, string sent, int status)
    {
        await using var service = RunningService.Start("Listeners:0:Kind=apisix", "Listeners:0:TrustedProxies:0=127.0.0.1");

        var answer = await service.CheckAsync(
            "/", $"X-Forwarded-Method: GET\r\nX-Forwarded-Host: example.com\r\nX-Forwarded-Uri: {named}\r\n{Token.Line(sent)}");

        Expect.Equal(status, answer.Status, description);
    }

    /// <summary>With the extra headers of docs/gateways.md, whose variables have the request line and the header Host as sent.</summary>
    [Fact]
    public static async Task Takes_what_the_client_sent_when_APISIX_is_told_to_name_that()
    {
        await using var service = RunningService.Start("Listeners:0:Kind=apisix", "Listeners:0:TrustedProxies:0=127.0.0.1");

        foreach (var target in (string[])["/a%20b", "/a%25b", "/a%2Fb", "/%7Ea", "//a", "/a%3Fb", "/caf%C3%A9", "/a/../b", "/a?b=%20"])
        {
            var answer = await service.CheckAsync(
                "/", $"X-Forwarded-Method: GET\r\nX-Forwarded-Host: example.com:8443\r\nX-Forwarded-Uri: {target}\r\n{Token.Line(target)}");
            Expect.Equal(200, answer.Status, target);
        }
    }

    [Fact]
    public static async Task Opens_no_path_by_what_APISIX_decoded()
    {
        await using var service = RunningService.Start(
            "Listeners:0:Kind=apisix",
            "Listeners:0:TrustedProxies:0=127.0.0.1",
            "Policies:0:Name=public",
            "Policies:0:Paths:0=/public/",
            "Policies:0:Action=Allow",
            "Policies:1:Name=rest");

        foreach (var (named, status) in ((string, int)[])[
            ("/public/a b", 200), ("/public/#/../x", 403), ("/public/../x", 403), ("/public/%2e%2e/x", 403)
        ])
            Assert.Equal(
                (named, status),
                (named, (await service.CheckAsync(
                    "/", $"X-Forwarded-Method: GET\r\nX-Forwarded-Host: example.com\r\nX-Forwarded-Uri: {named}\r\n")).Status));
    }

    [Theory]
    [InlineData("nginx", 401, 401)]
    [InlineData("nginx", 410, 403)]
    [InlineData("ingress-nginx", 410, 403)]
    [InlineData("traefik", 410, 410)]
    public static async Task Answers_with_a_status_that_the_gateway_takes_for_a_deny(string kind, int status, int answered)
    {
        await using var service = RunningService.Start(
            $"Listeners:0:Kind={kind}",
            "Listeners:0:TrustedProxies:0=127.0.0.1",
            "Policies:0:Name=all",
            $"Policies:0:Deny:Statuses:missing_token={status}");

        var answer = await service.CheckAsync("/", Kinds.Single(row => row.Data.Item1 == kind).Data.Item2);

        Assert.Equal(
            (answered, "missing_token", "no-store"), (answer.Status, answer.Value("x-auth-reason"), answer.Value("cache-control")));
        Assert.Equal(answered == 401 ? "Signature" : null, answer.Value("www-authenticate"));
    }

    [Theory]
    [InlineData("0.0.0.0/0", "this is every address")]
    [InlineData("::/0", "this is every address")]
    [InlineData("gateway", "this is no network")]
    public static void CVE_2026_76835_Refuses_to_trust(string network, string says)
    {
        var failure = Assert.Throws<TokenAuthz.Engine.Configuration.ConfigurationException>(() =>
            TokenAuthzService.Build(
                new(() => Engine.WrittenSettings.Of(
                    "Listeners:0:Kind=nginx", "Listeners:0:Url=http://127.0.0.1:0", $"Listeners:0:TrustedProxies:0={network}"),
                    [], IsDevelopment: true),
                TimeProvider.System));

        Assert.Contains($"'{network}': {says}", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public static void Has_a_row_for_every_kind() =>
        Assert.Equal(ListenerKind.All.Where(kind => kind.IsForwarded).Select(kind => kind.Name), Kinds.Select(row => row.Data.Item1));

    // Before a byte is read, so that a peer who may not ask costs nothing.
    private static async Task AssertClosedAsync(RunningService service, string kind, string headers)
    {
        using var connection = await RawConnection.OpenAsync(service.CheckPort);
        Assert.Equal("", await connection.ReceiveToEndAsync());
        Assert.Equal("", await RawHttp.ExchangeAsync(service.CheckPort, RawHttp.Request("GET", "/a?b", headers: headers)));
        Assert.Equal(2, (await service.MetricsAsync())[Samples.Refused("untrusted_peer", kind)]);
    }
}

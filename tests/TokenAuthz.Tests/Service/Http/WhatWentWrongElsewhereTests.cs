namespace TokenAuthz.Tests.Service.Http;

/// <summary>
/// Holes that other services of this kind had, by their numbers: each request here was once let pass by somebody. Those that
/// a page of other tests covers bear their number there.
/// </summary>
public sealed class WhatWentWrongElsewhereTests(EveryKind shared)
{
    private const string Missing = "missing_token";
    private const string Bad = "bad_request";

    private const string Forwarded = "X-Forwarded-Method: GET\r\nX-Forwarded-Host: example.com\r\n";
    private const string Original = "X-Original-Method: GET\r\n";

    /// <summary>Requests without a token, of which a reading too many would be that of <c>/public/</c>.</summary>
    public static TheoryData<string, string, string> Targets => new()
    {
        { "oauth2-proxy CVE-2025-54576", "the open path in the query", "/admin?/public/" },
        { "oauth2-proxy CVE-2025-54576", "the open path in a parameter", "/admin?x=http://example.com/public/" },
        { "oauth2-proxy CVE-2026-41059", "the open path in the fragment", "/admin#/public/" },
        { "oauth2-proxy CVE-2026-41059", "an open path with a fragment that leads away", "/public/#/../../admin" },
        { "Envoy CVE-2021-32779", "a fragment at the end", "/public/#" },
        { "Envoy CVE-2021-32779", "an escaped fragment that leads away", "/public/%23/../../admin" },
        { "Traefik GHSA-6jwx-7vp4-9847", "dots that are dots once decoded", "/public/%2e%2e/admin" },
        { "Traefik GHSA-6jwx-7vp4-9847", "a slash that is one once decoded", "/public/..%2fadmin" },
        { "Traefik GHSA-6jwx-7vp4-9847", "a path that is open once decoded", "/%70ublic/" },
        { "Traefik GHSA-6jwx-7vp4-9847", "an escape that is one once decoded", "/public/%252e%252e/admin" },
        { "opa-envoy CVE-2026-26205", "a path that looks like an authority", "//public/admin" },
        { "opa-envoy CVE-2026-26205", "the open path behind what looks like an authority", "//example.com/public/" },
        { "Oathkeeper GHSA-p224-6x5r-fjpm", "dots that lead out", "/public/../admin" },
        { "Heimdall CVE-2026-42274", "dots that lead out by a way around", "/public/a/.././../admin" },
        { "Heimdall CVE-2026-42274", "dots that lead in", "/admin/../public/" },
        { "Envoy CVE-2026-73553", "a parameter behind the dots", "/public/..;/admin" },
        { "Envoy CVE-2026-73553", "a parameter behind the open segment", "/public;/../admin" },
        { "Envoy CVE-2026-73553", "an empty segment with a parameter", "/public/;x/admin" },
        { "Heimdall GO-2026-4742", "an escaped question mark", "/admin%3f/public/" },
    };

    public static TheoryData<string, string, string, string, string> Headers => new()
    {
        { "oauth2-proxy CVE-2026-40575", "ext-authz", "/admin", "X-Forwarded-Uri: /public/\r\n", Missing },
        { "oauth2-proxy CVE-2026-40575", "nginx", "/public/", Original + "X-Original-URI: /admin\r\nX-Forwarded-Uri: /public/\r\n", Bad },
        { "oauth2-proxy CVE-2026-40575", "ingress-nginx", "/public/",
            Original + "X-Original-URL: http://example.com/admin\r\nX-Forwarded-Uri: /public/\r\n", Bad },
        { "oauth2-proxy CVE-2026-40575", "traefik", "/public/",
            Forwarded + "X-Forwarded-Uri: /admin\r\nX-Forwarded-Uri: /public/\r\n", Bad },
        { "oauth2-proxy CVE-2026-34457", "ext-authz", "/admin", "User-Agent: GoogleHC/1.0\r\n", Missing },
        { "oauth2-proxy CVE-2026-34457", "ext-authz", "/readyz", "User-Agent: kube-probe/1.37\r\n", Missing },
        { "oauth2-proxy CVE-2026-34457", "ext-authz", "/ping", "User-Agent: ELB-HealthChecker/2.0\r\n", Missing },
        { "oauth2-proxy CVE-2026-34457", "nginx", "/healthz", "User-Agent: Envoy/HC\r\n", Bad },
        { "oauth2-proxy CVE-2025-64484", "nginx", "/",
            Original + "X-Original-URI: /admin\r\nX_Original_URI: /public/\r\nX-Original-URL: http://example.com/admin\r\n", Missing },
        { "oauth2-proxy CVE-2025-64484", "caddy", "/", Forwarded + "X_Forwarded_Uri: /public/\r\n", Bad },
        { "Traefik CVE-2026-39858", "traefik", "/", Forwarded + "X-Forwarded-Uri: /admin\r\nX_Forwarded_Uri: /public/\r\n", Missing },
        { "Authelia GHSA-68wm-pfjf-wqp6", "ingress-nginx", "/public/", Original + "X-Original-URL: ://example.com/public/\r\n", Bad },
        {
            "Authelia GHSA-68wm-pfjf-wqp6", "ingress-nginx", "/public/", Original + "X-Original-URL: https://exam[ple.com/public/%\r\n", Bad
        },
        { "Authelia GHSA-68wm-pfjf-wqp6", "ingress-nginx", "/public/", Original + "X-Original-URL: https://exam<ple.com/public/\r\n", Bad },
        { "Authelia GHSA-68wm-pfjf-wqp6", "ingress-nginx", "/public/",
            Original + "X-Original-URL: https://exam%ZZple.com/public/\r\n", Bad },
        { "Authelia GHSA-68wm-pfjf-wqp6", "apisix", "/public/",
            "X-Forwarded-Method: GET\r\nX-Forwarded-Host: a, b\r\nX-Forwarded-Uri: /public/\r\n", Bad },
        { "Authelia CVE-2026-48794", "ingress-nginx", "/",
            Original + $"X-Original-URL: https://CLOSED.Example.com/a\r\n{Token.Line("/a")}", "no_policy" },
        {
            "Authelia CVE-2026-48794",
            "traefik",
            "/",
            $"X-Forwarded-Method: GET\r\nX-Forwarded-Host: CLOSED.Example.com.:443\r\nX-Forwarded-Uri: /a\r\n{Token.Line("/a")}",
            "denied"
        },
        { "Envoy CVE-2023-27487", "ext-authz", "/admin", "x-envoy-original-path: /public/\r\n", Missing },
        { "Caddy GHSA-7r4p-vjf4-gxv4", "caddy", "/", Forwarded + $"X-Forwarded-Uri: /a\r\nx-auth-key-id: default\r\n", Missing },
    };

    [Promise(4)]
    [Theory]
    [MemberData(nameof(Targets))]
    public async Task Denies_what_is_open_only_to_who_reads_it_wrong(string elsewhere, string description, string target)
    {
        var asIs = await shared.AskAsync("ext-authz", target, "");
        var forwarded = await shared.AskAsync("haproxy", "/public/", $"{Original}X-Original-URI: {target}\r\n");

        Expect.Equal((403, 403), (asIs.Status, forwarded.Status), $"{elsewhere}, {description}");
        asIs.AssertDenied(Missing);
        forwarded.AssertDenied(target.Contains('#', StringComparison.Ordinal) ? Bad : Missing);
    }

    [Promise(5)]
    [Theory]
    [MemberData(nameof(Headers))]
    public async Task Denies_what_headers_of_a_client_say(string elsewhere, string kind, string target, string headers, string reason)
    {
        var answer = await shared.AskAsync(kind, target, headers);

        Expect.Equal(403, answer.Status, $"{elsewhere}, {kind}");
        answer.AssertDenied(reason);
    }

    [Theory]
    [InlineData("the open path", "ext-authz", "/public/admin", "")]
    [InlineData(
        "the open path, named by nginx",
        "nginx",
        "/",
        Original + "X-Original-URI: /public/admin\r\nX-Original-URL: http://example.com/public/admin\r\n")]
    [InlineData("the open path, named by Traefik", "traefik", "/", Forwarded + "X-Forwarded-Uri: /public/admin\r\n")]
    [InlineData(
        "the open path, named by ingress-nginx",
        "ingress-nginx",
        "/",
        Original +
            "X-Original-URL: https://example.com:8443/public/admin\r\nX-Auth-Request-Redirect: https://example.com/public/admin\r\n")]
    public async Task Lets_pass_what_everybody_reads_alike(string description, string kind, string target, string headers)
    {
        var answer = await shared.AskAsync(kind, target, headers);

        Expect.Equal(200, answer.Status, description);
    }

    [Theory]
    [InlineData("an extension as it has to be", "2;a=b\r\n", 200)]
    [InlineData("an extension that ends in a line feed alone", "2;\n", null)]
    [InlineData("an extension with a line feed in it", "2;a\nb\r\n", null)]
    [InlineData("an extension with a carriage return in it", "2;a\rb\r\n", null)]
    public async Task CVE_2025_55315_Takes_no_request_out_of_a_body_when_a_chunk_has(string description, string chunk, int? status)
    {
        // To who ends the extension at the line feed, what follows is a chunk of 0x45 bytes; to who does not, the next request.
        var body = chunk.EndsWith('\n') && !chunk.EndsWith("\r\n", StringComparison.Ordinal) ? "xx\r\n45\r\n" : "xx\r\n";
        using var connection = await RawConnection.OpenAsync(shared.PortOf("ext-authz"));
        await connection.SendAsync($"POST /a HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n{chunk}{body}0\r\n\r\n" +
            RawHttp.Request("GET", "/b", Token.Of("/b")));

        var answers = await connection.ReceiveToEndAsync();

        Assert.StartsWith("HTTP/1.1 403", answers, StringComparison.Ordinal);
        Expect.Equal(status == 200, answers.Contains("HTTP/1.1 200", StringComparison.Ordinal), $"{description}: {answers}");
    }
}

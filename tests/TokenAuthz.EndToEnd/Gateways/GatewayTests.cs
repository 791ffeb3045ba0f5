using System.Diagnostics;
using TokenAuthz.EndToEnd.Harness;

namespace TokenAuthz.EndToEnd.Gateways;

/// <summary>
/// The same requests through every gateway, as its example configures it. The verdict is that of a direct check; a
/// gateway that differs says so in its row.
/// </summary>
public abstract class GatewayTests<T>(GatewayFixture<T> fixture) : IClassFixture<GatewayFixture<T>>
    where T : IExample
{
    [Promise(4)]
    [Theory]
    [MemberData(nameof(GatewayTargets.Rows), MemberType = typeof(GatewayTargets))]
    public async Task Lets_pass_what_carries_the_token_of_what_the_gateway_asks_about(string description, string target)
    {
        var passage = await PassAsync(RawHttp.Request("GET", target, Token.Of(T.Gateway.AskedAbout(target))));

        passage.AssertAllowed(description);
        // The application gets the target that was checked.
        Assert.Equal(T.Gateway.AskedAbout(target), passage.Arrived!.Target);
    }

    [Promise(4)]
    [Theory]
    [MemberData(nameof(GatewayTargets.Rows), MemberType = typeof(GatewayTargets))]
    public async Task Denies_the_token_of_another_target(string description, string target)
    {
        var passage = await PassAsync(RawHttp.Request("GET", target, Token.Of(target + "/other")));

        AssertDenied(passage, "invalid token", description);
    }

    [Theory]
    [InlineData("GET", "")]
    [InlineData("HEAD", "")]
    [InlineData("POST", "hello")]
    [InlineData("PUT", "hello")]
    [InlineData("DELETE", "")]
    public async Task Gives_every_method_the_same_verdict(string method, string body)
    {
        var headers = body.Length > 0 ? $"Content-Length: {body.Length}\r\n" : "";

        var right = await PassAsync(RawHttp.Request(method, "/a", Token.Of("/a"), headers, body));
        var wrong = await PassAsync(RawHttp.Request(method, "/a", Token.Wrong, headers, body));

        Assert.Equal(200, right.Answer.Status);
        Assert.Equal((method, body), (right.Arrived!.Method, right.Arrived.Body));
        Assert.Equal(403, wrong.Answer.Status);
        Assert.Null(wrong.Arrived);
    }

    [Fact]
    public async Task Denies_what_has_no_token() =>
        AssertDenied(await PassAsync(RawHttp.Request("GET", "/a", token: null)), "missing token", "no token");

    [Fact]
    public async Task Denies_a_token_that_comes_twice() =>
        AssertDenied(
            await PassAsync(RawHttp.Request("GET", "/a", Token.Of("/a"), $"token: {Token.Of("/a")}\r\n")), "invalid token", "twice");

    [Promise(5)]
    [Theory]
    [InlineData("oauth2-proxy CVE-2026-40575", "X-Forwarded-Uri: /open")]
    [InlineData("oauth2-proxy CVE-2025-64484", "X_Forwarded_Uri: /open")]
    [InlineData("Traefik CVE-2026-39858", "x_forwarded_uri: /open")]
    [InlineData("Traefik CVE-2026-39858, half of it", "X-Forwarded_Uri: /open")]
    [InlineData("Envoy CVE-2023-27487", "X-Envoy-Original-Path: /open")]
    [InlineData("another method", "X-Forwarded-Method: POST")]
    [InlineData("nginx", "X-Original-URI: /open")]
    [InlineData("nginx, with underscores", "X_Original_URI: /open")]
    [InlineData("nginx, another method", "X-Original-Method: POST")]
    [InlineData("ingress-nginx", "X-Original-URL: http://example.com/open")]
    [InlineData("IIS", "X-Rewrite-Url: /open")]
    public async Task Believes_no_header_of_a_client_about_the_request(string elsewhere, string header)
    {
        // The token is that of another target, which the header names.
        var passage = await PassAsync(RawHttp.Request("GET", "/secret", Token.Of("/open"), $"{header}\r\n"));

        Expect.Equal(403, passage.Answer.Status, $"{elsewhere}: {passage.Answer}");
        Assert.Null(passage.Arrived);
    }

    [Theory]
    [InlineData("X-Forwarded-For: 127.0.0.1")]
    [InlineData("X-Real-IP: 127.0.0.1")]
    [InlineData("X-Forwarded-Host: trusted.example.com")]
    public async Task Goes_by_its_own_word_about_client_and_host(string header)
    {
        (await PassAsync(RawHttp.Request("GET", "/a", Token.Of("/a"), header + "\r\n"))).AssertAllowed();
        Assert.Equal(403, (await PassAsync(RawHttp.Request("GET", "/a", Token.Wrong, header + "\r\n"))).Answer.Status);
    }

    [Theory]
    [InlineData("Caddy GHSA-7r4p-vjf4-gxv4", "x-auth-key-id")]
    [InlineData("Caddy GHSA-7r4p-vjf4-gxv4, in capitals", "X-AUTH-KEY-ID")]
    [InlineData("Traefik CVE-2026-39858", "x_auth_key_id")]
    [InlineData("Traefik CVE-2026-39858, half of it", "X-Auth_Key-Id")]
    public async Task Hands_the_application_the_service_s_word_and_not_the_client_s(string elsewhere, string header)
    {
        var passage = await PassAsync(RawHttp.Request("GET", "/a", Token.Of("/a"), $"{header}: forged\r\n"));

        passage.AssertAllowed(elsewhere);
        Assert.Equal("default", passage.Arrived!.Headers["x-auth-key-id"]);
        Assert.DoesNotContain("forged", passage.Arrived.Headers.Values);
    }

    [Fact]
    public async Task Opens_a_WebSocket_with_its_token_and_no_other()
    {
        var stand = await fixture.StandAsync();

        foreach (var (token, status) in new[] { (Token.Of("/chat"), 101), (Token.Wrong, 403), (null, 403), (Token.Of("/chat"), 101) })
            Assert.Equal(status, (int)await WebSocketClient.EchoAsync(stand.Port, "/chat", token));
    }

    [Fact]
    public async Task Lets_a_long_query_pass()
    {
        var target = "/a?" + new string('q', 6_000);

        (await PassAsync(RawHttp.Request("GET", target, Token.Of(target)))).AssertAllowed();
    }

    [Fact]
    public async Task Denies_everything_at_once_when_the_service_is_down()
    {
        await using var stand = await GatewayStand.StartAsync(T.Gateway, isPatient: false);
        await stand.Service.KillAsync();

        var started = Stopwatch.GetTimestamp();
        var passage = await stand.PassAsync(RawHttp.Request("GET", "/a", Token.Of("/a")));

        Assert.Equal((T.Gateway.StatusOnError, null), (passage.Answer.Status, passage.Arrived));
        // A gateway that connects again and again, a second apart, takes 3 s.
        Assert.InRange(Stopwatch.GetElapsedTime(started), TimeSpan.Zero, TimeSpan.FromSeconds(2.8));
    }

    [Fact]
    public async Task Denies_in_bounded_time_when_the_service_accepts_and_never_answers()
    {
        await using var stand = await GatewayStand.StartAsync(T.Gateway, isPatient: false);
        await stand.Service.SuspendAsync();

        var passage = await stand.PassAsync(RawHttp.Request("GET", "/a", Token.Of("/a")), T.Gateway.LongestSilence);

        Assert.Equal(T.Gateway.StatusOnSilence ?? T.Gateway.StatusOnError, passage.Answer.Status);
        Assert.Null(passage.Arrived);
    }

    private async Task<Passage> PassAsync(string request) => await (await fixture.StandAsync()).PassAsync(request);

    private static void AssertDenied(Passage passage, string reason, string description)
    {
        Expect.Equal(403, passage.Answer.Status, $"{description}: {passage.Answer}");
        Assert.Equal(reason.Replace(' ', '_'), passage.Answer.Value("x-auth-reason"));
        if (T.Gateway.HandsOnBody) Assert.Equal(reason, passage.Answer.Body);
        Assert.Null(passage.Arrived);
    }
}

using System.Collections.Immutable;
using System.Globalization;
using TokenAuthz.Engine.Configuration;
using TokenAuthz.Listeners;

namespace TokenAuthz.Tests.Service.Http;

/// <summary>Bodies that gateways hand over by forward auth: Traefik with any check, APISIX with one that is a POST.</summary>
[Promise(1)]
public sealed class ForwardedBodyTests
{
    private const string Body = "{\"a\": 1}";

    public static TheoryData<string> Unable => [.. ListenerKind.All.Where(kind => !kind.CanSendBody).Select(kind => kind.Name)];

    [Theory]
    [InlineData("traefik", "GET")]
    [InlineData("traefik", "POST")]
    [InlineData("apisix", "POST")]
    public async Task Checks_the_body_of_a_check_of(string kind, string method)
    {
        await using var service = Start(kind);

        (await SendAsync(service, method, Body, Body)).AssertAllowed();
        (await SendAsync(service, method, "", "")).AssertAllowed();
        foreach (var changed in SignedBody.ChangesOf(Body)) (await SendAsync(service, method, changed, Body)).AssertDenied("invalid_token");
        (await SendAsync(service, method, "", Body)).AssertDenied("invalid_token");
    }

    [InProcess]
    [Fact]
    public async Task Denies_the_signature_of_an_empty_body_when_APISIX_asks_without_the_body()
    {
        await using var service = Start("apisix", "Log:Level=Information");

        (await SendAsync(service, "GET", "", "")).AssertDenied("bad_request");

        Assert.Contains(
            "set request_method of its forward-auth to POST",
            Assert.Single(service.Logs.Denials).RenderMessage(CultureInfo.InvariantCulture),
            StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Unable))]
    public void Does_not_start_when_a_policy_signs_bodies_that_the_gateway_cannot_send(string kind)
    {
        string[] settings = [$"Listeners:0:Kind={kind}", "Listeners:0:Url=http://127.0.0.1:1", "Listeners:0:TrustedProxies=127.0.0.1"];

        var error = Assert.Single(
            Assert.Throws<ConfigurationException>(() => KnownSettings.Read([.. settings, .. SignedBody.Settings])).Errors);

        Assert.Equal("TokenAuthz:Listeners:0:Policies", error.Path);
        Assert.Contains("Traefik (forwardBody)", error.Message, StringComparison.Ordinal);
        KnownSettings.Read([.. settings, .. SignedBody.Settings, "Listeners:0:Policies=rest"]);
    }

    private static RunningService Start(string kind, params string[] settings) =>
        RunningService.Start([$"Listeners:0:Kind={kind}", "Listeners:0:TrustedProxies=127.0.0.1", .. SignedBody.Settings, .. settings]);

    private static Task<RawAnswer> SendAsync(RunningService service, string method, string body, string signed)
    {
        ImmutableArray<string> named = ["X-Forwarded-Method: POST", "X-Forwarded-Uri: /hook", "X-Forwarded-Host: a"];
        var length = body.Length > 0 ? $"Content-Length: {body.Length}\r\n" : "";
        return RawHttp.SendToEndAsync(
            service.CheckPort,
            RawHttp.Request(method, "/", null, $"{string.Join("\r\n", named)}\r\n{length}{Token.WebhookLine(signed)}", body));
    }
}

using TokenAuthz.EndToEnd.Harness;

namespace TokenAuthz.EndToEnd.Envoy;

/// <summary>The admin port alone answers metrics and health; no client reaches it.</summary>
[Collection<PlainGateway>]
public sealed class AdminPortTests(StandFixture fixture) : StandTests(fixture, PlainGateway.Options)
{
    [Promise(3)]
    [Theory]
    [InlineData("/metrics")]
    [InlineData("/healthz")]
    [InlineData("/readyz")]
    public async Task Answers_nothing_but_a_check_when_asked_on_the_port_of_checks_for(string path)
    {
        var host = $"Host: 127.0.0.1:{Stand.Service.AdminPort}\r\n";
        var plain = await RawHttp.SendAsync(Stand.Service.CheckPort, RawHttp.Request("GET", path, token: null));
        var claimed = await RawHttp.SendAsync(Stand.Service.CheckPort, $"GET {path} HTTP/1.1\r\n{host}Connection: close\r\n\r\n");
        var signed = await RawHttp.SendAsync(Stand.Service.CheckPort, RawHttp.Request("GET", path, Token.Of(path)));

        Assert.Equal((403, "missing token"), (plain.Status, plain.Body));
        Assert.Equal((403, "missing token"), (claimed.Status, claimed.Body));
        Assert.Equal((200, ""), (signed.Status, signed.Body));
        (await Stand.PassAsync(RawHttp.Request("GET", path, token: null))).AssertDenied("missing token");
    }

    [Fact]
    public async Task Counts_the_checks_that_came_through_Envoy_when_metrics_are_read()
    {
        var before = await Stand.Service.DecisionsAsync("allow");
        (await Stand.PassAsync(RawHttp.Request("GET", "/counted", Token.Of("/counted")))).AssertAllowed();

        Assert.Equal(before + 1, await Stand.Service.DecisionsAsync("allow"));
    }
}

using TokenAuthz.EndToEnd.Harness;

namespace TokenAuthz.EndToEnd.Envoy;

/// <summary>Metrics and health are on the admin port, and nowhere a client gets to.</summary>
[Collection(PlainGateway.Name)]
public sealed class AdminPortTests(PlainStand fixture)
{
    private readonly Stand _stand = fixture.Stand;

    [Promise(3)]
    [Theory]
    [InlineData("/metrics")]
    [InlineData("/healthz")]
    [InlineData("/readyz")]
    public async Task Answers_nothing_but_a_check_when_asked_on_the_port_of_checks_for(string path)
    {
        var host = $"Host: 127.0.0.1:{_stand.Service.AdminPort}\r\n";
        var plain = await RawHttp.SendAsync(_stand.Service.CheckPort, RawHttp.Request("GET", path, token: null));
        var claimed = await RawHttp.SendAsync(_stand.Service.CheckPort, $"GET {path} HTTP/1.1\r\n{host}Connection: close\r\n\r\n");
        var signed = await RawHttp.SendAsync(_stand.Service.CheckPort, RawHttp.Request("GET", path, Token.Of(path)));

        Assert.Equal((403, "missing token"), (plain.Status, plain.Body));
        Assert.Equal((403, "missing token"), (claimed.Status, claimed.Body));
        Assert.Equal((200, ""), (signed.Status, signed.Body));
        (await _stand.PassAsync(RawHttp.Request("GET", path, token: null))).AssertDenied("missing token");
    }

    [Fact]
    public async Task Counts_the_checks_that_came_through_Envoy_when_metrics_are_read()
    {
        var before = await _stand.Service.DecisionsAsync("allow");
        (await _stand.PassAsync(RawHttp.Request("GET", "/counted", Token.Of("/counted")))).AssertAllowed();

        Assert.Equal(before + 1, await _stand.Service.DecisionsAsync("allow"));
    }
}

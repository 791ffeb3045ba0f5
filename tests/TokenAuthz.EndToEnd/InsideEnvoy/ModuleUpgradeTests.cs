using TokenAuthz.EndToEnd.Harness;

namespace TokenAuthz.EndToEnd.InsideEnvoy;

/// <summary>A WebSocket is checked as every other request.</summary>
[Promise(1)]
public sealed class ModuleUpgradeTests(StandFixture fixture) : StandTests(fixture, new(Way.Inside)), IClassFixture<StandFixture>
{
    [Fact]
    public async Task Opens_a_WebSocket_with_its_token_and_no_other()
    {
        foreach (var (token, status) in new[] { (Token.Of("/chat"), 101), (Token.Wrong, 403), (null, 403), (Token.Of("/chat"), 101) })
            Assert.Equal(status, (int)await WebSocketClient.EchoAsync(Stand.Envoy.Port, "/chat", token));
    }
}

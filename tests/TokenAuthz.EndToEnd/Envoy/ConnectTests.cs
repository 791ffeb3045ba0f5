using TokenAuthz.EndToEnd.Harness;

namespace TokenAuthz.EndToEnd.Envoy;

/// <summary>The shipped files, changed to serve tunnels and to fail open.</summary>
public sealed class ConnectTests
{
    private const string Route =
        "                        - match: { prefix: / }\n                          route: { cluster: application }\n";

    private const string Tunnel = """
                                - match: { connect_matcher: {} }
                                  route: { cluster: application, upgrade_configs: [{ upgrade_type: CONNECT, connect_config: {} }] }

        """;

    [Theory]
    [InlineData("HTTP")]
    [InlineData("HTTP/2")]
    [InlineData("gRPC")]
    public async Task Denies_a_tunnel_without_a_token(string way)
    {
        await using var stand = await Stand.StartAsync(new(Way.Of(way))
        {
            IsFailingOpen = true,
            Configure = file => file
                .With("upgrade_type: websocket", "upgrade_type: CONNECT")
                .With(Route, Tunnel + Route),
        });

        var passage = await stand.PassAsync(RawHttp.Request("CONNECT", "example.com:443", token: null, host: "example.com:443"));

        Expect.Equal(403, passage.Answer.Status, $"{way}: {passage.Answer}");
        Assert.Equal(0, stand.Upstream.Connections);
    }

    /// <summary>
    /// Over HTTP/2 Envoy asks about a WebSocket by an extended CONNECT (RFC 8441) if its headers are among those of the check.
    /// </summary>
    [Theory]
    [InlineData("HTTP")]
    [InlineData("HTTP/2")]
    [InlineData("gRPC")]
    public async Task Denies_a_WebSocket_without_a_token_when_the_check_has_all_headers(string way)
    {
        await using var stand = await Stand.StartAsync(new(Way.Of(way))
        {
            IsFailingOpen = true,
            Configure = file => way == "gRPC" ? file : file.TellingAllHeaders(),
        });

        var passage = await stand.PassAsync(RawHttp.Request(
            "GET",
            "/",
            token: null,
            "Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: eA==\r\n"));

        Expect.Equal(403, passage.Answer.Status, $"{way}: {passage.Answer}");
        Assert.Equal(0, stand.Upstream.Connections);
    }
}

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
    [InlineData("by HTTP", false)]
    [InlineData("by gRPC", true)]
    public async Task Denies_a_tunnel_without_a_token(string description, bool isGrpc)
    {
        Programs.Require("envoy");
        await using var upstream = await Upstream.StartAsync();
        await using var service = await AuthzService.StartAsync($"Listeners:0:Kind={(isGrpc ? "ext-authz-grpc" : "ext-authz")}");
        var file = (isGrpc ? EnvoyFile.ReadGrpc() : EnvoyFile.Read()).ToUpstream(upstream.Port).ToServices(service).Patient().FailingOpen()
            .With("use_remote_address: true\n", "use_remote_address: true\n                upgrade_configs: [{ upgrade_type: CONNECT }]\n")
            .With(Route, Tunnel + Route);
        await using var envoy = await EnvoyGateway.StartAsync(file);

        var answer =
            await RawHttp.SendAsync(envoy.Port, RawHttp.Request("CONNECT", "example.com:443", token: null, host: "example.com:443"));

        Expect.Equal(403, answer.Status, $"{description}: {answer}");
        Assert.Equal(0, upstream.Connections);
    }
}

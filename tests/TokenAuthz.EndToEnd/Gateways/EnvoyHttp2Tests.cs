namespace TokenAuthz.EndToEnd.Gateways;

public sealed class EnvoyHttp2Tests(GatewayFixture<EnvoyHttp2Tests> fixture) : GatewayTests<EnvoyHttp2Tests>(fixture), IExample
{
    public static Gateway Gateway { get; } =
        new("envoy-http2", "envoy", "-c", "envoy.yaml", "--disable-hot-restart", "--concurrency", "1", "--log-level", "warning")
        {
            CheckPort = 8087,
            StatusOnError = 503,
        };
}

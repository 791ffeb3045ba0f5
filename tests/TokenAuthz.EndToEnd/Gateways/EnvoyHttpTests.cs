namespace TokenAuthz.EndToEnd.Gateways;

public sealed class EnvoyHttpTests(GatewayFixture<EnvoyHttpTests> fixture) : GatewayTests<EnvoyHttpTests>(fixture), IExample
{
    public static Gateway Gateway { get; } =
        new("envoy-http", "envoy", "-c", "envoy.yaml", "--disable-hot-restart", "--concurrency", "1", "--log-level", "warning")
        {
            CheckPort = 8080,
            StatusOnError = 503,
            RunsEnvoyFile = true,
        };
}

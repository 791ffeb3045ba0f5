namespace TokenAuthz.EndToEnd.Gateways;

public sealed class EnvoyGrpcTests(GatewayFixture<EnvoyGrpcTests> fixture) : GatewayTests<EnvoyGrpcTests>(fixture), IExample
{
    public static Gateway Gateway { get; } =
        new("envoy-grpc", "envoy", "-c", "envoy.yaml", "--disable-hot-restart", "--concurrency", "1", "--log-level", "warning")
        {
            CheckPort = 8082,
            StatusOnError = 503
        };
}

namespace TokenAuthz.EndToEnd.Gateways;

public sealed class NginxTests(GatewayFixture<NginxTests> fixture) : GatewayTests<NginxTests>(fixture), IExample
{
    public static Gateway Gateway { get; } =
        new("nginx", "nginx", "-c", "$PWD/nginx.conf") { CheckPort = 8083, StatusOnError = 500, HandsOnBody = false };
}

namespace TokenAuthz.EndToEnd.Gateways;

public sealed class HAProxyTests(GatewayFixture<HAProxyTests> fixture) : GatewayTests<HAProxyTests>(fixture), IExample
{
    public static Gateway Gateway { get; } =
        new("haproxy", "haproxy", "-db", "-f", "haproxy.cfg") { CheckPort = 8086, StatusOnError = 403 };
}

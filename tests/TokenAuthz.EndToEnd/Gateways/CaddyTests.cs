namespace TokenAuthz.EndToEnd.Gateways;

public sealed class CaddyTests(GatewayFixture<CaddyTests> fixture) : GatewayTests<CaddyTests>(fixture), IExample
{
    public static Gateway Gateway { get; } =
        new("caddy", "caddy", "run", "--config", "Caddyfile") { CheckPort = 8085, StatusOnError = 502, StatusOnSilence = 504 };
}

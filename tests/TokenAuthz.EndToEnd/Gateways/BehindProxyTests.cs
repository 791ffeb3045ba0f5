namespace TokenAuthz.EndToEnd.Gateways;

/// <summary>
/// Where another proxy stands in front of the gateway, a token is bound to the address that this proxy names, and to nothing that a client
/// writes: with each real gateway, as docs/gateways.md configures it. The test is the proxy.
/// </summary>
[Promise(5)]
public sealed class BehindProxyTests
{
    private const string Client = "192.0.2.1";
    private const string Other = "192.0.2.2";
    private const string Bound = """
        "Schemes": { "links": { "Preset": "nginx-secure-link", "Message": "{expires}{uri}{client_address} {key}" } },
        "Policies": [{ "Name": "links", "Scheme": "links" }],
        """;

    /// <summary>What each gateway needs: a text of its files, and what stands there behind a proxy.</summary>
    public static TheoryData<Gateway, (string Text, string Instead)[]> Gateways { get; } = new()
    {
        { EnvoyHttpTests.Gateway, [Envoy, ListedForHttp, TrustedHops("ext-authz")] },
        { EnvoyHttp2Tests.Gateway, [Envoy, ListedForHttp, TrustedHops("ext-authz")] },
        { EnvoyGrpcTests.Gateway, [Envoy, ("{ exact: x-client-address }", "{ exact: x-forwarded-for }"),
            ("\"ClientAddressHeader\": \"x-client-address\"", "\"TrustedHops\": 1")] },
        { EnvoyGrpcTests.Gateway, [Envoy] }, // As the example is: Envoy tells whom it takes for the client.
        { NginxTests.Gateway, [("access_log off;", """
            access_log off;
            set_real_ip_from 127.0.0.1;
            real_ip_header X-Forwarded-For;
            real_ip_recursive on;
            """)] },
        { TraefikTests.Gateway, [Traefik, ("trustForwardHeader: false", "trustForwardHeader: true")] },
        { TraefikTests.Gateway, [Traefik, ("trustForwardHeader: false", "trustForwardHeader: true"), TrustedHops("traefik")] },
        { CaddyTests.Gateway, [("persist_config off", "persist_config off\n\tservers {\n\t\ttrusted_proxies static 127.0.0.1/32\n\t}")] },
        { HAProxyTests.Gateway, [("    bind 127.0.0.1:10000\n",
            "    bind 127.0.0.1:10000\n    http-request set-src hdr_ip(x-forwarded-for,-1) if { src 127.0.0.1 }\n")] },
    };

    private static (string, string) Envoy =>
        ("use_remote_address: true", "use_remote_address: true\n                xff_num_trusted_hops: 1");

    private static (string, string) ListedForHttp =>
        ("{ exact: token, ignore_case: true }", "{ exact: token, ignore_case: true }, { exact: x-forwarded-for }");

    private static (string, string) Traefik =>
        ("    address: 127.0.0.1:10000\n", "    address: 127.0.0.1:10000\n    forwardedHeaders: { trustedIPs: [127.0.0.1] }\n");

    [Theory]
    [MemberData(nameof(Gateways))]
    public async Task Is_the_address_that_the_proxy_names(Gateway gateway, (string Text, string Instead)[] changes)
    {
        await using var stand = await GatewayStand.StartAsync(gateway, text => changes.Aggregate(
            text.Replace("\"OnAllow\":", Bound + "\"OnAllow\":", StringComparison.Ordinal),
            (changed, change) => changed.Replace(change.Text, change.Instead, StringComparison.Ordinal)));
        var link = Convert.ToBase64String(Convert.FromHexString(Token.Of($"4102444800/a{Client} {Token.Secret}", "")))
            .Replace('+', '-')
            .Replace('/', '_')
            .TrimEnd('=');

        foreach (var (forwardedFor, isClient) in new[]
        {
            (Client, true), (Other, false), ($"{Other}, {Client}", true), ($"{Client}, {Other}", false), ($"unknown, {Client}", true),
            ($"{Client}\r\nX-Forwarded-For: {Other}", false), ($"{Other}\r\nX-Forwarded-For: {Client}", true),
            ($"{Client}, unknown", false),
        })
        {
            var passage = await stand.PassAsync(RawHttp.Request(
                "GET", $"/a?md5={link}&expires=4102444800", headers: $"X-Forwarded-For: {forwardedFor}\r\nX-Real-Ip: {Client}\r\n"));
            Expect.Equal(isClient ? 200 : 403, passage.Answer.Status, $"{forwardedFor}: {passage.Answer}");
        }
    }

    private static (string, string) TrustedHops(string kind) => ($"\"Kind\": \"{kind}\",", $"\"Kind\": \"{kind}\", \"TrustedHops\": 1,");
}

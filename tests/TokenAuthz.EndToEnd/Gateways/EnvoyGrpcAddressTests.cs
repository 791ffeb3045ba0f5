namespace TokenAuthz.EndToEnd.Gateways;

/// <summary>By gRPC the client's address is the one that Envoy finds behind its trusted proxies, not that of Envoy's peer.</summary>
public sealed class EnvoyGrpcAddressTests
{
    private const string Bound = """
        "Schemes": { "links": { "Preset": "nginx-secure-link", "Message": "{expires}{uri}{client_address} {key}" } },
        "Policies": [{ "Name": "links", "Scheme": "links" }],
        """;

    [Theory]
    [InlineData("behind one proxy", 1, "192.0.2.1", true)]
    [InlineData("behind one proxy, and what the client wrote itself", 1, "192.0.2.1, 192.0.2.2", false)]
    [InlineData("behind two proxies", 2, "192.0.2.1, 192.0.2.2", true)]
    [InlineData("behind none, whatever the client writes", 0, "192.0.2.1", false)]
    public async Task Is_the_one_that_Envoy_takes_for_it(string description, int hops, string forwardedFor, bool isAllowed)
    {
        await using var stand = await GatewayStand.StartAsync(EnvoyGrpcTests.Gateway, text => text
            .Replace(
                "use_remote_address: true",
                $"use_remote_address: true\n                xff_num_trusted_hops: {hops}",
                StringComparison.Ordinal)
            .Replace("\"OnAllow\":", Bound + "\"OnAllow\":", StringComparison.Ordinal));
        var link = Convert.ToBase64String(Convert.FromHexString(Token.Of($"4102444800/a192.0.2.1 {Token.Secret}", "")))
            .Replace('+', '-')
            .Replace('/', '_')
            .TrimEnd('=');
        var request = $"GET /a?md5={link}&expires=4102444800 HTTP/1.1\r\nHost: example.com\r\n" +
            $"Connection: close\r\nX-Forwarded-For: {forwardedFor}\r\n";

        var passage = await stand.PassAsync($"{request}\r\n");
        var forged = await stand.PassAsync($"{request}x-client-address: 192.0.2.1\r\nx-envoy-external-address: 192.0.2.1\r\n\r\n");

        Expect.Equal(isAllowed ? 200 : 403, passage.Answer.Status, $"{description}: {passage.Answer}");
        Assert.Equal(passage.Answer.Status, forged.Answer.Status);
    }
}

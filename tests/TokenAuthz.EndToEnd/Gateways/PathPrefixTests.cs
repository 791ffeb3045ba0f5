namespace TokenAuthz.EndToEnd.Gateways;

/// <summary>An Envoy with <c>path_prefix</c> asks about a longer path than
/// the client's; the listener's <c>PathPrefix</c> takes it off.</summary>
[Promise(1)]
public sealed class PathPrefixTests
{
    public static TheoryData<Gateway> Gateways => [EnvoyHttpTests.Gateway, EnvoyHttp2Tests.Gateway];

    [Theory]
    [MemberData(nameof(Gateways))]
    public async Task Takes_the_token_of_the_client_s_own_path(Gateway gateway)
    {
        await using var stand = await GatewayStand.StartAsync(gateway, text => WithPrefix(text, "/authz", "/authz"));

        foreach (var target in (string[])["/a", "/a?b=c", "/", "/authz/a", "//a", "/a/../b", "/%61"])
        {
            (await stand.PassAsync(RawHttp.Request("GET", target, Token.Of(target)))).AssertAllowed(target);
            (await stand.PassAsync(RawHttp.Request("GET", target, Token.Of("/authz" + target)))).AssertDenied("invalid token");
        }
    }

    [Theory]
    [MemberData(nameof(Gateways))]
    public async Task Denies_when_the_two_prefixes_differ(Gateway gateway)
    {
        foreach (var (asked, configured) in new[] { ("/authz", "/auth"), ("/auth", "/authz"), ("/authz/", "/authz"), ("/Authz", "/authz") })
        {
            await using var stand = await GatewayStand.StartAsync(gateway, text => WithPrefix(text, asked, configured));

            // The last is one of two slashes, which is another path than the client's.
            (await stand.PassAsync(RawHttp.Request("GET", "/a", Token.Of("/a")))).AssertDenied(
                asked.EndsWith('/') ? "invalid token" : "bad request");
        }
    }

    private static string WithPrefix(string text, string asked, string configured) => text
        .Replace("http_service:\n", $"http_service:\n                        path_prefix: {asked}\n", StringComparison.Ordinal)
        .Replace("\"Kind\": \"ext-authz\",", $"\"Kind\": \"ext-authz\", \"PathPrefix\": \"{configured}\",", StringComparison.Ordinal);
}

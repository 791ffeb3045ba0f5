using TokenAuthz.EndToEnd.Harness;

namespace TokenAuthz.EndToEnd.Gateways;

/// <summary>A shared cache in front of the gateway never answers a good link with the denial of an expired one.</summary>
public sealed class SharedCacheTests
{
    private const string Expired = "1700000000";
    private const string Later = "1924991999";

    private static readonly string[] Links =
    [
        "Policies:0:Name=links", "Policies:0:Scheme=links", "Policies:0:Deny:Statuses:expired=410", "Policies:0:Deny:Headers:Retry-After=5",
        "Schemes:links:Token:0=query:sig={expires}.{sig}", "Schemes:links:Message={path}\n{expires}", "Schemes:links:Algorithm=HmacSha256",
    ];

    public static TheoryData<string> Ways => [.. Way.OfService.Append(Way.Inside).Where(way => !way.IsTls).Select(way => way.Name)];

    [Theory]
    [MemberData(nameof(Ways))]
    public async Task Gets_no_denial_to_store_when_Envoy_asks_over(string name)
    {
        var way = Way.OfService.Append(Way.Inside).Single(way => way.Name == name);
        await using var stand = await Stand.StartAsync(new(way, [.. Links]));
        await using var cache = await SharedCache.StartAsync(stand.Envoy.Port);

        for (var i = 0; i < 2; i++)
        {
            var expired = await cache.GetAsync(Link("/video", Expired));

            Assert.Equal((410, "MISS", "no-store"), (expired.Status, expired.Value("x-cache"), expired.Value("cache-control")));
            Assert.Equal("5", expired.Value("retry-after"));
        }

        var good = await cache.GetAsync(Link("/video", Later));
        Assert.Equal((200, "from upstream"), (good.Status, good.Body));
    }

    // What the header is for: without it this very cache answers a good link with 410.
    [Fact]
    public async Task Stores_a_denial_when_the_gateway_drops_the_header()
    {
        await using var stand = await Stand.StartAsync(new(Way.Http, [.. Links])
        {
            Configure = file => file.With("- { exact: cache-control }\n", "- { exact: x-none }\n"),
        });
        await using var cache = await SharedCache.StartAsync(stand.Envoy.Port);

        var expired = await cache.GetAsync(Link("/video", Expired));
        var good = await cache.GetAsync(Link("/video", Later));

        Assert.Equal((410, "MISS", null), (expired.Status, expired.Value("x-cache"), expired.Value("cache-control")));
        Assert.Equal((410, "HIT"), (good.Status, good.Value("x-cache")));
    }

    [Fact]
    public async Task Gets_no_denial_to_store_from_nginx_as_its_example_configures_it()
    {
        await using var stand = await GatewayStand.StartAsync(NginxTests.Gateway);
        await using var cache = await SharedCache.StartAsync(stand.Port);

        var denied = await cache.GetAsync("/video");

        Assert.Equal((403, "MISS", "no-store"), (denied.Status, denied.Value("x-cache"), denied.Value("cache-control")));
        Assert.Equal("MISS", (await cache.GetAsync("/video")).Value("x-cache"));
    }

    private static string Link(string path, string expires) =>
        $"{path}?sig={expires}.{Token.WebhookSignature($"{path}\n{expires}")}";
}

using TokenAuthz.EndToEnd.Harness;

namespace TokenAuthz.EndToEnd.InsideEnvoy;

/// <summary>Routes name a policy, or turn the check off.</summary>
public sealed class ModuleRouteTests(StandFixture fixture) : StandTests(fixture, Routes), IClassFixture<StandFixture>
{
    private static StandOptions Routes { get; } =
        new(Way.Inside, "Policies:0:Name=plain", "Policies:1:Name=mac", "Policies:1:Scheme=hmac-v1")
        {
            Configure = file => file
                .WithModuleRoute("prefix: /open", """{"TokenAuthz": {"Check": false}}""")
                .WithModuleRoute("prefix: /mac", """{"TokenAuthz": {"Policy": "mac"}}""")
                .WithModuleRoute("prefix: /nowhere", """{"TokenAuthz": {"Policy": "gone"}}"""),
        };

    [Fact]
    public async Task Lets_pass_without_a_token_when_the_route_is_not_checked()
    {
        (await Stand.PassAsync(RawHttp.Request("POST", "/open/a", token: null, "Content-Length: 5\r\n", "hello"))).AssertAllowed();
        (await Stand.PassAsync(RawHttp.Request("GET", "/closed", token: null))).AssertDenied("missing token");
        Assert.InRange(await ModuleLibrary.CountAsync(Stand.Envoy, "token_authz_unchecked"), 1, int.MaxValue);
    }

    [Fact]
    public async Task Decides_by_the_policy_that_the_route_names()
    {
        (await Stand.PassAsync(RawHttp.Request("GET", "/mac", Token.Of("/mac")))).AssertDenied("missing token");
        (await Stand.PassAsync(RawHttp.Request("GET", "/other", Token.Of("/other")))).AssertAllowed();
    }

    [Fact]
    public async Task Denies_when_there_is_no_policy_of_the_name() =>
        (await Stand.PassAsync(RawHttp.Request("GET", "/nowhere", Token.Of("/nowhere")))).AssertDenied("no policy");
}

using TokenAuthz.EndToEnd.Harness;

namespace TokenAuthz.EndToEnd.InsideEnvoy;

/// <summary>What routes set.</summary>
public sealed class ModuleRouteTests(RoutesModuleStand fixture) : IClassFixture<RoutesModuleStand>
{
    private readonly Stand _stand = fixture.Stand;

    [Fact]
    public async Task Lets_pass_without_a_token_when_the_route_is_not_checked()
    {
        (await _stand.PassAsync(RawHttp.Request("POST", "/open/a", token: null, "Content-Length: 5\r\n", "hello"))).AssertAllowed();
        (await _stand.PassAsync(RawHttp.Request("GET", "/closed", token: null))).AssertDenied("missing token");
        Assert.InRange(await ModuleLibrary.CountAsync(_stand.Envoy, "token_authz_unchecked"), 1, int.MaxValue);
    }

    [Fact]
    public async Task Decides_by_the_policy_that_the_route_names()
    {
        (await _stand.PassAsync(RawHttp.Request("GET", "/mac", Token.Of("/mac")))).AssertDenied("missing token");
        (await _stand.PassAsync(RawHttp.Request("GET", "/other", Token.Of("/other")))).AssertAllowed();
    }

    [Fact]
    public async Task Denies_when_there_is_no_policy_of_the_name() =>
        (await _stand.PassAsync(RawHttp.Request("GET", "/nowhere", Token.Of("/nowhere")))).AssertDenied("no policy");
}

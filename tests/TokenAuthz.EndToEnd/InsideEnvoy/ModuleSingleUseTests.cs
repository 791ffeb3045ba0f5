using TokenAuthz.EndToEnd.Harness;

namespace TokenAuthz.EndToEnd.InsideEnvoy;

/// <summary>Tokens that may be used once, over all workers.</summary>
public sealed class ModuleSingleUseTests(SingleUseModuleStand fixture) : IClassFixture<SingleUseModuleStand>
{
    private readonly Stand _stand = fixture.Stand;

    [Fact]
    public async Task Lets_one_of_many_at_the_same_time_pass()
    {
        var target = OneTimeLink.To("/once");

        // Each on a connection of its own, so that all workers have some.
        var statuses = await Task.WhenAll(Enumerable.Range(0, 40).Select(async _ => (await RawHttp.SendAsync(_stand.Envoy.Port, RawHttp.Request("GET", target, token: null))).Status));

        Assert.Equal((1, 39), (statuses.Count(status => status == 200), statuses.Count(status => status == 403)));
    }

    [Fact]
    public async Task Denies_the_second_use_and_says_so()
    {
        var target = OneTimeLink.To("/twice");

        (await _stand.PassAsync(RawHttp.Request("GET", target, token: null))).AssertAllowed();
        (await _stand.PassAsync(RawHttp.Request("GET", target, token: null))).AssertDenied("replayed");
    }
}

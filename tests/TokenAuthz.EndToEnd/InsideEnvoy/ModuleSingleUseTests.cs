using TokenAuthz.EndToEnd.Harness;

namespace TokenAuthz.EndToEnd.InsideEnvoy;

/// <summary>Tokens that may be used once, over all workers.</summary>
public sealed class ModuleSingleUseTests(StandFixture fixture)
    : StandTests(fixture, new(Way.Inside, [.. OneTimeLink.Settings])), IClassFixture<StandFixture>
{
    [Fact]
    public async Task Lets_one_of_many_at_the_same_time_pass()
    {
        var target = OneTimeLink.To("/once");

        // Each request has its own connection, so that all workers get some.
        var statuses = await Task.WhenAll(Enumerable.Range(
            0, 40).Select(async _ => (await RawHttp.SendAsync(Stand.Envoy.Port, RawHttp.Request("GET", target, token: null))).Status));

        Assert.Equal((1, 39), (statuses.Count(status => status == 200), statuses.Count(status => status == 403)));
    }

    [Fact]
    public async Task Denies_the_second_use_and_says_so()
    {
        var target = OneTimeLink.To("/twice");

        (await Stand.PassAsync(RawHttp.Request("GET", target, token: null))).AssertAllowed();
        (await Stand.PassAsync(RawHttp.Request("GET", target, token: null))).AssertDenied("replayed");
    }
}

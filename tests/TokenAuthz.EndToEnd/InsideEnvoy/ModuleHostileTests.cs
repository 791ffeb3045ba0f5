using System.Text.RegularExpressions;
using TokenAuthz.EndToEnd.Envoy;
using TokenAuthz.EndToEnd.Harness;

namespace TokenAuthz.EndToEnd.InsideEnvoy;

/// <summary>No hostile request passes, makes the check fail, adds a counter or ends Envoy.</summary>
[Promise(1)]
[Promise(8)]
[Promise(10)]
public sealed partial class ModuleHostileTests(StandFixture fixture) : StandTests(fixture, new(Way.Inside)), IClassFixture<StandFixture>
{
    [Fact]
    public async Task Lets_no_hostile_request_pass_and_goes_on()
    {
        var (connectionsBefore, countersBefore) = (Stand.Upstream.Connections, await ModuleLibrary.CountersAsync(Stand.Envoy));

        var wrong = await HostileRequests.AnswersAsync(Stand.Envoy.Port, answer => Status2xxOr500().IsMatch(answer));

        Assert.Equal("", string.Join("\n\n", wrong));
        Assert.Equal(connectionsBefore, Stand.Upstream.Connections);
        // The check saw a part of the requests, not Envoy alone.
        Assert.InRange(await Stand.DecisionsAsync("deny"), HostileRequests.All.Count / 4, int.MaxValue);
        Assert.Equal(0, await ModuleLibrary.CountAsync(Stand.Envoy, "token_authz_denied_error"));
        Assert.Equal(countersBefore, await ModuleLibrary.CountersAsync(Stand.Envoy));
        (await Stand.PassAsync(RawHttp.Request("GET", "/", Token.Of("/")))).AssertAllowed();
    }

    // Envoy itself answers 501 and 505 to protocols that it does not speak.
    [GeneratedRegex("HTTP/1.1 (2|500|503)")]
    private static partial Regex Status2xxOr500();
}

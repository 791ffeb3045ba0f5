using System.Text.RegularExpressions;
using TokenAuthz.EndToEnd.Envoy;
using TokenAuthz.EndToEnd.Harness;

namespace TokenAuthz.EndToEnd.InsideEnvoy;

/// <summary>No hostile request passes, fails the check, makes a counter or ends Envoy.</summary>
[Promise(1)]
[Promise(8)]
[Promise(10)]
public sealed partial class ModuleHostileTests(ModuleStand fixture) : IClassFixture<ModuleStand>
{
    private readonly Stand _stand = fixture.Stand;

    [Fact]
    public async Task Lets_no_hostile_request_pass_and_goes_on()
    {
        var (connectionsBefore, countersBefore) = (_stand.Upstream.Connections, await ModuleLibrary.CountersAsync(_stand.Envoy));

        var wrong = await HostileRequests.AnswersAsync(_stand.Envoy.Port, answer => Status2xxOr500().IsMatch(answer));

        Assert.Equal("", string.Join("\n\n", wrong));
        Assert.Equal(connectionsBefore, _stand.Upstream.Connections);
        // Not only Envoy was tried.
        Assert.InRange(await _stand.DecisionsAsync("deny"), HostileRequests.All.Count / 4, int.MaxValue);
        Assert.Equal(0, await ModuleLibrary.CountAsync(_stand.Envoy, "token_authz_denied_error"));
        Assert.Equal(countersBefore, await ModuleLibrary.CountersAsync(_stand.Envoy));
        (await _stand.PassAsync(RawHttp.Request("GET", "/", Token.Of("/")))).AssertAllowed();
    }

    // Envoy itself answers 501 and 505 for what it does not speak.
    [GeneratedRegex("HTTP/1.1 (2|500|503)")]
    private static partial Regex Status2xxOr500();
}

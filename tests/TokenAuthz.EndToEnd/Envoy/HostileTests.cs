using System.Text.RegularExpressions;
using TokenAuthz.EndToEnd.Harness;

namespace TokenAuthz.EndToEnd.Envoy;

/// <summary>No request gets a 5xx out of the service, by which a gateway that fails open would let it pass.</summary>
public sealed partial class HostileTests(FailingOpenStand fixture) : IClassFixture<FailingOpenStand>
{
    private readonly Stand _stand = fixture.Stand;

    [Fact]
    public async Task Lets_no_hostile_request_pass_when_the_gateway_fails_open()
    {
        var deniedBefore = await _stand.DecisionsAsync("deny");
        var connectionsBefore = _stand.Upstream.Connections;

        var passed = await HostileRequests.AnswersAsync(_stand.Envoy.Port, answer => answer.Contains("HTTP/1.1 2", StringComparison.Ordinal));

        Assert.Equal("", string.Join("\n\n", passed));
        Assert.Equal(connectionsBefore, _stand.Upstream.Connections);
        // Not only Envoy was tried.
        Assert.InRange(await _stand.DecisionsAsync("deny") - deniedBefore, HostileRequests.All.Count / 4, int.MaxValue);
    }

    [Fact]
    public async Task Would_let_pass_what_gets_no_answer_when_the_gateway_fails_open()
    {
        // What the test above relies on: here an error is an allow, and the upstream sees it.
        await using var stand = await Stand.StartAsync(file => file.FailingOpen());
        await stand.Service.KillAsync();

        (await stand.PassAsync(RawHttp.Request("GET", "/", token: null))).AssertAllowed();
    }

    [Fact]
    public async Task Answers_no_hostile_request_with_2xx_or_5xx_when_it_comes_without_a_gateway()
    {
        var wrong = await HostileRequests.AnswersAsync(_stand.Service.CheckPort, answer => Status2xxOr5xx().IsMatch(answer));

        Assert.Equal("", string.Join("\n\n", wrong));
        Assert.Equal(200, (await RawHttp.SendAsync(_stand.Service.CheckPort, RawHttp.Request("GET", "/", Token.Of("/")))).Status);
    }

    [GeneratedRegex("HTTP/1.1 [25]")]
    private static partial Regex Status2xxOr5xx();
}

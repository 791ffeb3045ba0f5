using System.Text.RegularExpressions;
using TokenAuthz.EndToEnd.Harness;

namespace TokenAuthz.EndToEnd.Envoy;

/// <summary>No request gets a 2xx or a 5xx out of the service.</summary>
[Promise(1)]
[Promise(2)]
[Collection<FailingOpenGateway>]
public sealed partial class HostileTests(StandFixture fixture) : StandTests(fixture, FailingOpenGateway.Options)
{
    [Fact]
    public async Task Answers_no_hostile_request_with_2xx_or_5xx_when_it_comes_without_a_gateway()
    {
        var port = Stand.Service.CheckPort;

        var wrong = await HostileRequests.AnswersAsync(port, answer => Status2xxOr5xx().IsMatch(answer));

        Assert.Equal("", string.Join("\n\n", wrong));
        Assert.Equal(200, (await RawHttp.SendAsync(port, RawHttp.Request("GET", "/", Token.Of("/")))).Status);
    }

    [GeneratedRegex("HTTP/1.1 [25]")]
    private static partial Regex Status2xxOr5xx();
}

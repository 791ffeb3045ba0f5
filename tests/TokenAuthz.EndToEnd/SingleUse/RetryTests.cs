using TokenAuthz.EndToEnd.Harness;

namespace TokenAuthz.EndToEnd.SingleUse;

/// <summary>
/// An Envoy that asks again, because an answer was lost, does not use up the client's token: with the header of docs/operations.md, which
/// Envoy writes whatever the client sends. The answers of one of two replicas are lost.
/// </summary>
[Collection(nameof(RedisTests))]
public sealed class RetryTests
{
    private const string Id = "%CONNECTION_ID%-%START_TIME(%s.%9f)%";
    private const string Forged = "x-check-id: 0123456789abcdef\r\nx-request-id: 00000000-0000-4000-8000-000000000000\r\n";

    [Theory]
    [InlineData("HTTP", "with the id of the request", true)]
    [InlineData("HTTP", "without", false)]
    [InlineData("gRPC", "with the id of the request", true)]
    public async Task Lets_the_first_request_of_a_client_pass(string way, string description, bool isIdKnown)
    {
        Programs.Require("redis-server", "envoy");
        await using var redis = await RedisServer.StartAsync();
        string[] settings = [.. OneTimeLink.Settings, $"SingleUse:Redis=127.0.0.1:{redis.Port}",
            .. isIdKnown ? new[] { "SingleUse:RequestIdHeader=x-check-id" } : [],
            $"Listeners:0:Kind={(Way.Of(way).IsGrpc ? "ext-authz-grpc" : "ext-authz")}"];
        await using var upstream = await Upstream.StartAsync();
        await using var one = await AuthzService.StartAsync(settings);
        await using var other = await AuthzService.StartAsync(settings);
        await using var lossy = new LossyProxy(one.CheckPort);
        await using var envoy = await EnvoyGateway.StartAsync(
            Way.Of(way).ReadFile().ToUpstream(upstream.Port).ToServices((lossy.Port, one.AdminPort), (other.CheckPort, other.AdminPort))
                .Patient().Telling("x-check-id").With("- remove: x-auth-policy\n", $$"""
                    - remove: x-auth-policy
                                              - append:
                                                  header: { key: x-check-id, value: "{{Id}}" }
                                                  append_action: OVERWRITE_IF_EXISTS_OR_ADD

                    """));
        var (answers, links) = (new List<int>(), Enumerable.Range(0, 40).Select(number => OneTimeLink.To($"/{number}")).ToArray());

        foreach (var link in links) answers.Add((await SendAsync(link)).Status);

        Assert.InRange(lossy.Lost, 1, int.MaxValue);
        Expect.Equal(isIdKnown, answers.TrueForAll(status => status == 200), description);
        if (!isIdKnown) return;
        foreach (var link in links)
        {
            var replay = await SendAsync(link);
            Assert.Equal((403, "replayed"), (replay.Status, replay.Value("x-auth-reason")));
        }

        // A client that writes the headers itself uses a link up all the same.
        Task<RawAnswer> SendAsync(string link) => RawHttp.SendAsync(envoy.Port, RawHttp.Request("GET", link, token: null, Forged));
    }
}

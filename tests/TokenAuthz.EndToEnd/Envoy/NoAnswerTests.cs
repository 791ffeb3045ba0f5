using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using TokenAuthz.EndToEnd.Harness;

namespace TokenAuthz.EndToEnd.Envoy;

/// <summary>A service that does not answer lets nothing pass.</summary>
public sealed class NoAnswerTests
{
    [Fact]
    public async Task Denies_with_503_when_the_service_was_killed_and_allows_again_when_it_is_back()
    {
        await using var stand = await Stand.StartAsync(new(Way.Http));
        (await stand.PassAsync(RawHttp.Request("GET", "/", Token.Of("/")))).AssertAllowed();

        await stand.Service.KillAsync();
        var denied = await stand.PassAsync(RawHttp.Request("GET", "/", Token.Of("/")));
        await stand.Service.StartAgainAsync();

        Assert.Equal(503, denied.Answer.Status);
        Assert.Null(denied.Arrived);
        await Poll.UntilAsync(
            "Envoy asks the service again",
            async () => (await stand.PassAsync(RawHttp.Request("GET", "/", Token.Of("/")))).Answer.Status == 200);
    }

    [Fact]
    public async Task Denies_with_503_in_bounded_time_when_the_service_accepts_and_never_answers()
    {
        Programs.Require("envoy");
        using var silent = new TcpListener(IPAddress.Loopback, 0);
        silent.Start();
        var port = ((IPEndPoint)silent.LocalEndpoint).Port;
        await using var upstream = await Upstream.StartAsync();
        await using var envoy =
            await EnvoyGateway.StartAsync(EnvoyFile.Read().ToUpstream(upstream.Port).ToServices((port, port)), statusWithoutToken: 503);

        var started = Stopwatch.GetTimestamp();
        var denied = await RawHttp.SendAsync(envoy.Port, RawHttp.Request("GET", "/", Token.Of("/")));

        Assert.Equal(503, denied.Status);
        Assert.Equal(0, upstream.Connections);
        // 0.2 s in the file, and 15 s if the file set none; the rest is for a busy machine.
        Assert.InRange(Stopwatch.GetElapsedTime(started), TimeSpan.Zero, TimeSpan.FromSeconds(10));
    }
}

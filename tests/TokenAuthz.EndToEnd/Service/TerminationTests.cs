using System.Diagnostics;
using System.Net.Sockets;
using TokenAuthz.EndToEnd.Harness;

namespace TokenAuthz.EndToEnd.Service;

/// <summary>The shipped service gets SIGTERM.</summary>
public sealed class TerminationTests
{
    private static readonly TimeSpan DrainTime = TimeSpan.FromSeconds(8);

    [Fact]
    public async Task Drains_as_long_as_is_set_and_ends_well_when_a_connection_stays_open()
    {
        await using var service = await AuthzService.StartAsync($"DrainTime={DrainTime:c}");
        using var connection = new TcpClient("127.0.0.1", service.CheckPort);
        var begun = Stopwatch.GetTimestamp();

        var stop = service.StopAsync(TestContext.Current.CancellationToken);
        await Poll.UntilAsync("it is not ready", async () => await RawHttp.ProbeAsync(service.AdminPort, "/readyz") == 503);
        var answer = await RawHttp.SendAsync(service.CheckPort, RawHttp.Request("GET", "/", Token.Of("/")));

        Assert.Equal(200, answer.Status);
        Assert.Equal(0, await stop);
        Assert.InRange(Stopwatch.GetElapsedTime(begun), DrainTime, TimeSpan.MaxValue);
    }

    [Fact]
    public async Task Ends_well_and_early_when_nobody_is_connected()
    {
        await using var service = await AuthzService.StartAsync("DrainTime=00:01:00");
        var begun = Stopwatch.GetTimestamp();

        Assert.Equal(0, await service.StopAsync(TestContext.Current.CancellationToken));

        Assert.InRange(Stopwatch.GetElapsedTime(begun), TimeSpan.Zero, TimeSpan.FromSeconds(30));
    }
}

using System.Globalization;

namespace TokenAuthz.Tests.Service.Checks;

/// <summary>
/// Memory holds no more long bodies than is set. Further ones wait, and those that wait too long are denied, because a gateway that
/// fails open takes no answer for an allow.
/// </summary>
[Promise(2)]
public sealed class BodyTurnTests
{
    private const string Held = "token_authz_bodies{state=\"held\"}";
    private const string Waiting = "token_authz_bodies{state=\"waiting\"}";
    private const string WaitedAndRead = "token_authz_body_waits_total{result=\"read\"}";
    private const string Refused = "token_authz_body_waits_total{result=\"refused\"}";

    private static readonly string Body = new('x', 100_000);
    private static readonly string Request =
        $"POST /hook HTTP/1.1\r\nHost: a\r\nContent-Length: {Body.Length}\r\n{Token.WebhookLine(Body)}\r\n{Body}";

    [Fact]
    public async Task Waits_until_another_body_is_checked()
    {
        await using var service = Start("Limits:BodyWait=00:00:30");
        using var first = await HoldAsync(service);
        using var second = await RawConnection.OpenAsync(service.CheckPort);

        await second.SendAsync(Request);
        await UntilAsync(service, Waiting, 1);
        await first.SendAsync(Request[^50_000..]);

        (await first.ReceiveAsync()).AssertAllowed();
        (await second.ReceiveAsync()).AssertAllowed();
        await UntilAsync(service, Held, 0);
        var metrics = await service.MetricsAsync();
        Assert.Equal((0, 1, 0), (metrics[Waiting], metrics[WaitedAndRead], metrics[Refused]));
    }

    [InProcess]
    [Fact]
    public async Task Denies_on_a_connection_that_stays_when_no_turn_comes_in_time()
    {
        await using var service = Start("Limits:BodyWait=00:00:00", "Log:Level=Information");
        using var first = await HoldAsync(service);
        using var second = await RawConnection.OpenAsync(service.CheckPort);

        await second.SendAsync(Request);
        (await second.ReceiveAsync()).AssertDenied("error");
        await second.SendAsync(
            $"POST /hook HTTP/1.1\r\nHost: a\r\nContent-Length: 16384\r\n{Token.WebhookLine(Body[..16384])}\r\n{Body[..16384]}");
        (await second.ReceiveAsync()).AssertAllowed();
        await first.SendAsync(Request[^50_000..]);
        (await first.ReceiveAsync()).AssertAllowed();
        await UntilAsync(service, Held, 0);
        await second.SendAsync(Request);
        (await second.ReceiveAsync()).AssertAllowed();

        Assert.Equal(1, (await service.MetricsAsync())[Refused]);
        Assert.Contains(
            "Limits:Bodies",
            Assert.Single(service.Logs.Denials).RenderMessage(CultureInfo.InvariantCulture),
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task Denies_at_once_when_too_many_wait()
    {
        await using var service = Start("Limits:BodyWait=00:00:30");
        using var first = await HoldAsync(service);
        var waiting = new List<RawConnection>();
        for (var i = 0; i < 4; i++)
        {
            waiting.Add(await RawConnection.OpenAsync(service.CheckPort));
            await waiting[^1].SendAsync(Request);
        }

        await UntilAsync(service, Waiting, 4);
        using var last = await RawConnection.OpenAsync(service.CheckPort);
        await last.SendAsync(Request);
        (await last.ReceiveAsync()).AssertDenied("error");

        await first.SendAsync(Request[^50_000..]);
        foreach (var connection in waiting)
        {
            (await connection.ReceiveAsync()).AssertAllowed();
            connection.Dispose();
        }
    }

    [Theory]
    [InlineData("comes too slowly")]
    [InlineData("is cut off")]
    public async Task Goes_on_with_the_next_body_when_one(string description)
    {
        var isCut = description == "is cut off";
        await using var service = Start("Limits:BodyWait=00:00:30", isCut ? "Limits:BodyTime=00:10:00" : "Limits:BodyTime=00:00:00.2");
        using var slow = await HoldAsync(service, isKept: isCut);
        using var next = await RawConnection.OpenAsync(service.CheckPort);

        await next.SendAsync(Request);
        if (isCut) slow.Cut();

        (await next.ReceiveAsync()).AssertAllowed();
        if (!isCut) (await slow.ReceiveAsync()).AssertDenied("bad_request");
    }

    private static RunningService Start(params string[] settings) =>
        RunningService.Start([.. SignedBody.Settings, "Limits:Bodies=1", .. settings]);

    // Sends half of a body, which takes the only turn.
    private static async Task<RawConnection> HoldAsync(RunningService service, bool isKept = true)
    {
        var connection = await RawConnection.OpenAsync(service.CheckPort);
        await connection.SendAsync(Request[..^50_000]);
        if (isKept) await UntilAsync(service, Held, 1);
        return connection;
    }

    private static Task UntilAsync(RunningService service, string metric, int value) =>
        Poll.UntilAsync($"{metric} is {value}", async () => (await service.MetricsAsync())[metric] == value);
}

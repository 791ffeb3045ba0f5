using Microsoft.Extensions.Time.Testing;
using Serilog.Events;

namespace TokenAuthz.Tests.Service;

/// <summary>A check that fails is a deny, counted and logged; an exception would become a 5xx.</summary>
[InProcess]
public sealed class FailingCheckTests
{
    [Fact]
    public async Task Denies_the_right_token_when_the_check_fails()
    {
        await using var service = RunningService.Start(new ThrowingClock { IsBroken = true });

        (await service.CheckAsync("/a", Token.Line("/a"))).AssertDenied("error");
        (await service.CheckAsync("/a")).AssertDenied("error");
    }

    [Fact]
    public async Task Counts_and_logs_a_check_when_it_fails()
    {
        await using var service = RunningService.Start(new ThrowingClock { IsBroken = true });

        await service.CheckAsync("/a", Token.Line("/a"));

        Assert.Equal(1, (await service.MetricsAsync())[Samples.Denied("error", policy: "")]);
        var logged = Assert.Single(service.Logs.At(LogEventLevel.Error));
        Assert.IsType<InvalidTimeZoneException>(logged.Exception);
    }

    [Fact]
    public async Task Goes_on_with_checks_after_one_failed()
    {
        var clock = new ThrowingClock { IsBroken = true };
        await using var service = RunningService.Start(clock);
        using var connection = await RawConnection.OpenAsync(service.CheckPort);
        var request = $"GET /a HTTP/1.1\r\nHost: a\r\n{Token.Line("/a")}\r\n";
        await connection.SendAsync(request);
        (await connection.ReceiveAsync()).AssertDenied("error");

        clock.IsBroken = false;
        await connection.SendAsync(request);
        (await connection.ReceiveAsync()).AssertAllowed();
    }

    private sealed class ThrowingClock : FakeTimeProvider
    {
        private int _readings;

        public bool IsBroken { get; set; }

        // The first reading is at the start, to see which keys have ended.
        public override DateTimeOffset GetUtcNow() =>
            IsBroken && Interlocked.Increment(ref _readings) > 1 ? throw new InvalidTimeZoneException("The clock is broken.") : base.GetUtcNow();
    }
}

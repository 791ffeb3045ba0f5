using System.Net.Sockets;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Time.Testing;

namespace TokenAuthz.Tests.Service.Lifetime;

/// <summary>No check fails because a replica stops. The clock of the drain stands still until a test moves it.</summary>
[InProcess]
public sealed class DrainTests
{
    // So long that no test's steps reach it, however late the drain looks at its connections.
    private static readonly TimeSpan LongDrainTime = TimeSpan.FromMinutes(10);

    private static readonly TimeSpan ShortDrainTime = TimeSpan.FromSeconds(5);

    // As the drain looks at its connections; longer steps could end in the middle of its look.
    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(50);

    private readonly FakeTimeProvider _clock = new();

    [Fact]
    public async Task Is_not_ready_but_alive_while_it_drains()
    {
        await using var service = Start();

        await BeginDrainAsync(service);

        Assert.Equal((503, "Unhealthy"), await AdminAsync(service, "/readyz"));
        Assert.Equal((200, "Healthy"), await AdminAsync(service, "/healthz"));
        Assert.Equal(200, (await service.AdminAsync("/metrics")).Status);
        await EndDrainAsync(service);
    }

    [Fact]
    public async Task Answers_a_check_that_had_begun_and_ends_its_connection()
    {
        await using var service = Start();
        using var connection = await RawConnection.OpenAsync(service.CheckPort);
        await connection.SendAsync($"GET /a HTTP/1.1\r\nHost: a\r\n{Token.Line("/a")}");

        await BeginDrainAsync(service);
        await connection.SendAsync("\r\n");

        var answer = RawAnswer.Parse(await connection.ReceiveToEndAsync());
        answer.AssertAllowed();
        Assert.Equal("close", answer.Value("connection"));
        await EndDrainAsync(service);
    }

    [Fact]
    public async Task Answers_the_next_check_of_a_connection_that_was_idle_and_ends_it()
    {
        await using var service = Start();
        using var connection = await RawConnection.OpenAsync(service.CheckPort);
        await connection.SendAsync($"GET /a HTTP/1.1\r\nHost: a\r\n{Token.Line("/a")}\r\n");
        var before = await connection.ReceiveAsync();
        before.AssertAllowed();
        Assert.Null(before.Value("connection"));

        await BeginDrainAsync(service);
        await connection.SendAsync("GET /a HTTP/1.1\r\nHost: a\r\n\r\n");

        var answer = RawAnswer.Parse(await connection.ReceiveToEndAsync());
        answer.AssertDenied("missing_token");
        Assert.Equal("close", answer.Value("connection"));
        await EndDrainAsync(service);
    }

    [Fact]
    public async Task Answers_a_new_connection_and_ends_it()
    {
        await using var service = Start();

        await BeginDrainAsync(service);
        using var connection = await RawConnection.OpenAsync(service.CheckPort);
        await connection.SendAsync($"GET /a HTTP/1.1\r\nHost: a\r\n{Token.Line("/a")}\r\n");

        RawAnswer.Parse(await connection.ReceiveToEndAsync()).AssertAllowed();
        await EndDrainAsync(service);
    }

    [Fact]
    public async Task Closes_the_listeners_before_the_drain_time_when_no_connection_is_left()
    {
        await using var service = Start();
        await BeginDrainAsync(service);

        await EndDrainAsync(service);

        Assert.InRange(Elapsed(service), TimeSpan.Zero, LongDrainTime - Step);
        Assert.All(service.Ports, port => Assert.Throws<SocketException>(() => Connect(port)));
    }

    [Fact]
    public async Task Closes_the_listeners_at_the_drain_time_when_a_connection_stays_open()
    {
        await using var service = Start(ShortDrainTime);
        using var connection = await RawConnection.OpenAsync(service.CheckPort);
        await connection.SendAsync("GET /a HTTP/1.1\r\nHost: a\r\n\r\n");
        (await connection.ReceiveAsync()).AssertDenied("missing_token");
        await BeginDrainAsync(service);

        await EndDrainAsync(service);

        Assert.InRange(Elapsed(service), ShortDrainTime, TimeSpan.MaxValue);
    }

    [Fact]
    public async Task Closes_the_listeners_early_when_only_a_scraper_stays_connected()
    {
        await using var service = Start();
        using var scraper = await RawConnection.OpenAsync(service.AdminPort);
        await scraper.SendAsync("GET /none HTTP/1.1\r\nHost: a\r\n\r\n");
        Assert.Equal(404, (await scraper.ReceiveAsync()).Status);
        await BeginDrainAsync(service);

        await EndDrainAsync(service);

        Assert.InRange(Elapsed(service), TimeSpan.Zero, LongDrainTime - Step);
    }

    private static async Task<(int Status, string Body)> AdminAsync(RunningService service, string path)
    {
        var answer = await service.AdminAsync(path);
        return (answer.Status, answer.Body);
    }

    private static void Connect(int port)
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Connect("127.0.0.1", port);
    }

    private static TimeSpan Elapsed(RunningService service) =>
        (TimeSpan)service.Logs.Value("Closing the listeners", "Elapsed")!;

    private static async Task BeginDrainAsync(RunningService service)
    {
        service.BeginStop();
        await Poll.UntilAsync("the drain has begun", () => service.Logs.Value("Draining", "DrainTime") is not null);
    }

    private RunningService Start(TimeSpan? drainTime = null) => RunningService.Start(
        services => services.AddSingleton<TimeProvider>(_clock),
        "Log:Level=Information", "Log:DenialsPerSecond=0", $"DrainTime={drainTime ?? LongDrainTime:c}");

    private async Task EndDrainAsync(RunningService service)
    {
        var stopped = service.Services.GetRequiredService<IHostApplicationLifetime>().ApplicationStopped;
        await Poll.UntilAsync("the service has stopped", () =>
        {
            _clock.Advance(Step);
            return Task.FromResult(stopped.IsCancellationRequested);
        });

        // The test host stops a service that has stopped already once more: that drain is over as soon as it begins.
        _clock.AutoAdvanceAmount = LongDrainTime;
    }
}

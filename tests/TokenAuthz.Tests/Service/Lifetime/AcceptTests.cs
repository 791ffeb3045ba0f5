using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Time.Testing;
using TokenAuthz.Lifetime;

namespace TokenAuthz.Tests.Service.Lifetime;

/// <summary>A port that accepts no more looks open from outside: the process says so, and ends.</summary>
[InProcess]
public static class AcceptTests
{
    private static readonly TimeSpan Step = TimeSpan.FromSeconds(1);

    [Fact]
    public static async Task Is_ready_and_alive_while_every_port_accepts_and_counts_no_connection_of_its_own()
    {
        var (clock, ports) = (new FakeTimeProvider(), new BrokenPorts());
        await using var service = RunningService.Start(
            services => services.AddSingleton<TimeProvider>(clock).AddSingleton<IConnectionListenerFactory>(ports),
            "Limits:Connections=1", "Listeners:0:TrustedProxies:0=192.0.2.1");

        // A second that passes before the service looks at the clock is lost.
        await Poll.UntilAsync("both ports have accepted five connections", () =>
        {
            clock.Advance(Step);
            return ports.Accepted >= 2 * 5;
        });

        await Poll.UntilAsync("it is ready and alive", async () =>
        {
            clock.Advance(Step);
            return (await StatusAsync(service, "/readyz"), await StatusAsync(service, "/healthz")) == (200, 200);
        });
        Assert.Equal(0, (await service.MetricsAsync())[Samples.Refused("untrusted_peer")]);
    }

    [Fact]
    public static async Task Is_not_ready_then_not_alive_and_ends_when_ports_accept_no_more()
    {
        var (clock, ports) = (new FakeTimeProvider(), new BrokenPorts());
        await using var service =
            RunningService.Start(services => services.AddSingleton<TimeProvider>(clock).AddSingleton<IConnectionListenerFactory>(ports));

        var (readiness, liveness, failure) =
            (Check<Readiness>(service), Check<Liveness>(service), service.Services.GetRequiredService<ServiceFailure>());
        ports.Hang();

        await UntilAsync("it is not ready", async () => await readiness() is HealthStatus.Unhealthy);
        Assert.Equal(HealthStatus.Healthy, await liveness());
        await UntilAsync("it is not alive", async () => await liveness() is HealthStatus.Unhealthy);
        Assert.False(failure.HasFailed);
        await UntilAsync("it ends", () => Task.FromResult(failure.HasFailed));
        Assert.Contains(service.Logs.Messages, message => message.Contains("accepts no connections", StringComparison.Ordinal));

        async Task UntilAsync(string what, Func<Task<bool>> isTrue) => await Poll.UntilAsync(what, () =>
        {
            clock.Advance(Step);
            return isTrue();
        });
    }

    [Fact]
    public static async Task Ends_at_once_when_the_server_says_that_it_cannot_accept()
    {
        var ports = new BrokenPorts();
        await using var service = RunningService.Start(services => services.AddSingleton<IConnectionListenerFactory>(ports));
        var (stopping, failure) =
            (service.Services.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping,
                service.Services.GetRequiredService<ServiceFailure>());

        ports.Fail();
        using var connection = await RawConnection.OpenAsync(service.CheckPort);

        await Poll.UntilAsync("it stops", () => stopping.IsCancellationRequested);
        Assert.True(failure.HasFailed);
    }

    private static async Task<int> StatusAsync(RunningService service, string path) => (await service.AdminAsync(path)).Status;

    // Not over the admin port, which accepts no more either.
    private static Func<Task<HealthStatus>> Check<T>(RunningService service)
        where T : IHealthCheck
    {
        var check = ActivatorUtilities.CreateInstance<T>(service.Services);
        return async () => (await check.CheckHealthAsync(new())).Status;
    }
}

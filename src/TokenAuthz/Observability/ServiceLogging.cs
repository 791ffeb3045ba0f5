using Prometheus;
using Serilog;
using Serilog.Events;
using Serilog.Formatting.Compact;
using Serilog.Sinks.Async;

namespace TokenAuthz.Observability;

/// <summary>Compact JSON, a line an event, to standard output; configured in code, which works in a native build as well.</summary>
internal static class ServiceLogging
{
    private const int BufferSize = 10_000;

    public static void AddServiceLogging(this IServiceCollection services, LogEventLevel least)
    {
        services.AddSingleton<DroppedLogEvents>();

        // The static logger is the process's: of two services in one, as in tests, each would write into the other's.
        services.AddSerilog(preserveStaticLogger: true, configureLogger: (provider, logger) => logger
            .MinimumLevel.Is(least)
            .MinimumLevel.Override("Microsoft", AtLeast(LogEventLevel.Warning))
            .MinimumLevel.Override("Microsoft.Hosting.Lifetime", AtLeast(LogEventLevel.Information))

            // What ends the process at its start is said once, by the command, and not as several traces.
            .MinimumLevel.Override("Microsoft.Extensions.Hosting.Internal.Host", LevelAlias.Off)

            // It would start an activity and two scopes for each request, which is most of a request's allocations.
            .MinimumLevel.Override("Microsoft.AspNetCore.Hosting.Diagnostics", LevelAlias.Off)

            // A reader that does not keep up must not hold up checks: events are dropped, and counted.
            .WriteTo.Async(
                sinks => sinks.Console(new CompactJsonFormatter()),
                BufferSize,
                blockWhenFull: false,
                provider.GetRequiredService<DroppedLogEvents>())
            .ReadFrom.Services(provider));

        // An override would let through what the settings leave out.
        LogEventLevel AtLeast(LogEventLevel level) => least > level ? least : level;
    }

    /// <summary>Shows how many events the asynchronous sink had no room for.</summary>
    private sealed class DroppedLogEvents(CollectorRegistry registry, IMetricFactory metrics) : IAsyncLogEventSinkMonitor
    {
        public void StartMonitoring(IAsyncLogEventSinkInspector inspector)
        {
            var dropped = metrics.CreateCounter("token_authz_log_events_dropped_total", "Log events that were dropped because the output did not keep up.");
            registry.AddBeforeCollectCallback(() => dropped.IncTo(inspector.DroppedMessagesCount));
        }

        public void StopMonitoring(IAsyncLogEventSinkInspector inspector)
        {
        }
    }
}

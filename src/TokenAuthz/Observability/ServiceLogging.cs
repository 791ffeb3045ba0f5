using Prometheus;
using Serilog;
using Serilog.Events;
using Serilog.Formatting.Compact;
using Serilog.Sinks.Async;

namespace TokenAuthz.Observability;

/// <summary>
/// Writes compact JSON, a line an event, to standard output. It is configured in code, because a native build has no reflection.
/// </summary>
internal static class ServiceLogging
{
    private const int BufferSize = 10_000;

    public static void AddServiceLogging(this IServiceCollection services, LogEventLevel min)
    {
        services.AddSingleton<DroppedLogEvents>();

        // A process has one static logger: two services in one process, as in tests, would write into each other's log.
        services.AddSerilog(preserveStaticLogger: true, configureLogger: (provider, logger) => logger
            .MinimumLevel.Is(min)
            .MinimumLevel.Override("Microsoft", AtLeast(LogEventLevel.Warning))
            .MinimumLevel.Override("Microsoft.Hosting.Lifetime", AtLeast(LogEventLevel.Information))

            // The command writes once why a start failed; the host would write several traces of it.
            .MinimumLevel.Override("Microsoft.Extensions.Hosting.Internal.Host", LevelAlias.Off)

            // An activity and two scopes for each request would be most of a request's allocations.
            .MinimumLevel.Override("Microsoft.AspNetCore.Hosting.Diagnostics", LevelAlias.Off)

            // Events are dropped and counted when the output does not keep up, because checks must not wait for it.
            .WriteTo.Async(
                sinks => sinks.Console(new CompactJsonFormatter()),
                BufferSize,
                blockWhenFull: false,
                provider.GetRequiredService<DroppedLogEvents>())
            .ReadFrom.Services(provider));

        // An override would log events below the configured level.
        LogEventLevel AtLeast(LogEventLevel level) => min > level ? min : level;
    }

    /// <summary>Shows how many events the asynchronous sink had no room for.</summary>
    private sealed class DroppedLogEvents(CollectorRegistry registry, IMetricFactory metrics) : IAsyncLogEventSinkMonitor
    {
        public void StartMonitoring(IAsyncLogEventSinkInspector inspector)
        {
            var dropped = Metric.LogEventsDropped.Counter(metrics);
            registry.AddBeforeCollectCallback(() => dropped.IncTo(inspector.DroppedMessagesCount));
        }

        public void StopMonitoring(IAsyncLogEventSinkInspector inspector)
        {
        }
    }
}

using System.Diagnostics;
using System.Globalization;
using Prometheus;
using Serilog;
using Serilog.Events;
using Serilog.Extensions.Logging;
using Serilog.Formatting;
using Serilog.Formatting.Compact;
using Serilog.Formatting.Display;
using Serilog.Sinks.Async;

namespace TokenAuthz.Observability;

/// <summary>
/// Writes the log to standard output. It is configured in code, because a native build has no reflection.
/// </summary>
internal static class ServiceLogging
{
    private const int BufferSize = 10_000;

    // What clients send is escaped already, where it is put into a message.
    private const string TextTemplate = "{Timestamp:HH:mm:ss.fff} {Level:u3} {Message:lj}{NewLine}{Exception}";

    public static void AddServiceLogging(this IServiceCollection services, LogSettings settings)
    {
        services.AddSingleton<DroppedLogEvents>();

        // A process has one static logger: two services in one process, as in tests, would write into each other's log.
        services.AddSerilog(preserveStaticLogger: true, configureLogger: (provider, logger) => logger
            .MinimumLevel.Is(settings.Level)
            .MinimumLevel.Override("Microsoft", AtLeast(LogEventLevel.Warning))
            .MinimumLevel.Override("Microsoft.Hosting.Lifetime", AtLeast(LogEventLevel.Information))

            // The command writes once why a start failed; the host would write several traces of it.
            .MinimumLevel.Override("Microsoft.Extensions.Hosting.Internal.Host", LevelAlias.Off)

            // An activity and two scopes for each request would be most of a request's allocations.
            .MinimumLevel.Override("Microsoft.AspNetCore.Hosting.Diagnostics", LevelAlias.Off)

            // Events are dropped and counted when the output does not keep up, because checks must not wait for it.
            .WriteTo.Async(
                sinks => sinks.Console(FormatterOf(settings.Format)),
                BufferSize,
                blockWhenFull: false,
                provider.GetRequiredService<DroppedLogEvents>())
            .ReadFrom.Services(provider));

        // An override would log events below the configured level.
        LogEventLevel AtLeast(LogEventLevel level) => settings.Level > level ? settings.Level : level;
    }

    /// <summary>Makes a log for a service that does not start, and so has no other.</summary>
    public static SerilogLoggerFactory CreateStartLog(LogFormat format) =>
        new(new LoggerConfiguration().WriteTo.Console(FormatterOf(format)).CreateLogger(), dispose: true);

    private static ITextFormatter FormatterOf(LogFormat format) => format switch
    {
        LogFormat.Json => new CompactJsonFormatter(),
        LogFormat.Text => new MessageTemplateTextFormatter(TextTemplate, CultureInfo.InvariantCulture),
        _ => throw new UnreachableException(),
    };

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

using Prometheus;
using TokenAuthz.Listeners;

namespace TokenAuthz.Observability;

/// <summary>What counts checks and logs denials.</summary>
internal static class MetricServices
{
    public static void AddMetrics(this IServiceCollection services, IEnumerable<ListenerSettings> listeners)
    {
        var registry = Metrics.NewCustomRegistry();
        var metrics = Metrics.WithCustomRegistry(registry);

        // The service traces nothing, and looking for a trace costs more than counting.
        metrics.ExemplarBehavior = ExemplarBehavior.NoExemplars();
        services.AddSingleton(registry).AddSingleton<IMetricFactory>(metrics);
        services.AddSingleton(_ => new CheckMetrics(metrics, listeners)).AddSingleton<ConfigurationMetrics>().AddSingleton<DenialLog>();
    }
}

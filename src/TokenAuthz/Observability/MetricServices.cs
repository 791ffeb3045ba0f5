using Prometheus;
using TokenAuthz.Listeners;

namespace TokenAuthz.Observability;

/// <summary>Registers what counts checks and logs denials.</summary>
internal static class MetricServices
{
    public static void AddMetrics(this IServiceCollection services, IEnumerable<ListenerSettings> listeners, AdminSettings admin)
    {
        var registry = Metrics.NewCustomRegistry();
        var metrics = Metrics.WithCustomRegistry(registry);

        // Looking for a trace to link to costs more than counting, and the service makes no traces.
        metrics.ExemplarBehavior = ExemplarBehavior.NoExemplars();
        services.AddSingleton(registry).AddSingleton<IMetricFactory>(metrics);
        _ = new CertificateMetrics(registry, metrics, listeners, admin);
        services.AddSingleton(_ => new CheckMetrics(metrics, listeners)).AddSingleton<DenialLog>();
        services.AddSingleton<ConfigurationMetrics>().AddSingleton<UnitMetrics>();
    }
}

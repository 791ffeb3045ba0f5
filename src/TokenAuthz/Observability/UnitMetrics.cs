using System.Collections.Immutable;
using Prometheus;
using TokenAuthz.Engine.Loading;

namespace TokenAuthz.Observability;

/// <summary>Shows which states of the configuration units are in force. The names are those of the operator's grants.</summary>
internal sealed class UnitMetrics
{
    private readonly Gauge _successful;
    private readonly Gauge _timestamp;
    private readonly Gauge _policies;

    public UnitMetrics(IMetricFactory factory)
    {
        _successful = Metric.UnitReloadSuccessful.Gauge(factory);
        _timestamp = Metric.UnitReloadSuccessTimestamp.Gauge(factory);
        _policies = Metric.UnitPolicies.Gauge(factory);
    }

    /// <summary>Shows the units with a grant, and no others.</summary>
    public void Show(ImmutableArray<UnitState> units)
    {
        _successful.Replace(units.Select(unit => (Labels(unit), unit.Status is UnitStatus.Current ? 1.0 : 0)));
        _timestamp.Replace(units.Select(unit => (Labels(unit), (unit.LoadedAt?.ToUnixTimeMilliseconds() ?? 0) / 1000.0)));
        _policies.Replace(units.Select(unit => (Labels(unit), (double)unit.Policies)));
    }

    private static string[] Labels(UnitState unit) => [unit.Unit];
}

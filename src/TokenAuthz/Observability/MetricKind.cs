namespace TokenAuthz.Observability;

/// <summary>The type of a metric, as Prometheus names it.</summary>
internal enum MetricKind
{
    /// <summary>A number that only grows.</summary>
    Counter,

    /// <summary>A number that goes up and down.</summary>
    Gauge,

    /// <summary>Counts by size.</summary>
    Histogram,
}

using Prometheus;

namespace TokenAuthz.Observability;

/// <summary>Replaces the series of a gauge, of which there may be thousands.</summary>
internal static class GaugeSeries
{
    /// <summary>Shows some series and no others. A series that stays keeps its place, so that a scrape meanwhile finds it.</summary>
    public static void Replace(this Gauge gauge, IEnumerable<(string[] Labels, double Value)> series)
    {
        var kept = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (labels, value) in series)
        {
            gauge.WithLabels(labels).Set(value);
            kept.Add(TextOf(labels));
        }

        foreach (var labels in gauge.GetAllLabelValues().Where(labels => !kept.Contains(TextOf(labels))).ToArray())
            gauge.RemoveLabelled(labels);
    }

    private static string TextOf(string[] labels) => string.Join('\0', labels);
}

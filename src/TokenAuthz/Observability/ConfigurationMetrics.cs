using System.Reflection;
using Prometheus;
using TokenAuthz.Engine.Checks;
using TokenAuthz.Engine.Snapshots;

namespace TokenAuthz.Observability;

/// <summary>Shows which build, which configuration and which keys are in force, and when keys end.</summary>
internal sealed class ConfigurationMetrics
{
    private readonly Gauge _reloadSuccessful;
    private readonly Gauge _reloadSuccessTimestamp;
    private readonly Gauge _lastLookTimestamp;
    private readonly Gauge _restartNeeded;
    private readonly Gauge _keyInfo;
    private readonly Gauge _keyExpiry;
    private readonly Counter _schemeUses;
    private readonly TimeProvider _time;

    public ConfigurationMetrics(IMetricFactory factory, CheckEngine engine, TimeProvider time)
    {
        _time = time;
        _reloadSuccessful = Metric.ReloadSuccessful.Gauge(factory);
        _reloadSuccessTimestamp = Metric.ReloadSuccessTimestamp.Gauge(factory);
        _lastLookTimestamp = Metric.LastLookTimestamp.Gauge(factory);
        _restartNeeded = Metric.RestartNeeded.Gauge(factory);
        _keyInfo = Metric.KeyInfo.Gauge(factory);
        _keyExpiry = Metric.KeyExpiry.Gauge(factory);
        _schemeUses = Metric.SchemeUses.Counter(factory);
        Metric.BuildInfo.Gauge(factory).WithLabels(Version).Set(1);
        Looked(isCurrent: true);
        Loaded(engine.Snapshot);
    }

    /// <summary>The version of the build, without the commit.</summary>
    public static string Version { get; } =
        typeof(ConfigurationMetrics).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!
            .InformationalVersion.Split('+')[0];

    /// <summary>Takes a configuration that came into force.</summary>
    public void Loaded(Snapshot snapshot)
    {
        _reloadSuccessTimestamp.Set(Now);
        ShowKeys(snapshot);
    }

    /// <summary>Takes the keys that are in force.</summary>
    public void ShowKeys(Snapshot snapshot)
    {
        _keyInfo.Replace(snapshot.Keys.Select(KeyStatus.Of).Select(key => (LabelsOf(key), 1.0)));
        _keyExpiry.Replace(
            snapshot.Keys.Where(key => key.NotAfter is not null)
                .Select(key => (new[] { key.Name }, (double)key.NotAfter!.Value.ToUnixTimeSeconds())));

        // A scheme that no client uses yet, or any more, has the value 0.
        foreach (var policy in snapshot.Policies.Where(policy => policy.Accepts is { All.Length: > 1 }))
        {
            foreach (var scheme in policy.Accepts!.All) _ = _schemeUses.WithLabels(policy.Name, scheme.Name);
        }
    }

    /// <summary>Takes a look at the files.</summary>
    /// <param name="isCurrent">Whether they loaded as they stand now, certificates too.</param>
    public void Looked(bool isCurrent)
    {
        _lastLookTimestamp.Set(Now);
        _reloadSuccessful.Set(isCurrent ? 1 : 0);
    }

    /// <summary>Takes a look that found no answer: a file may hold another configuration than the one in force.</summary>
    public void Blocked() => _reloadSuccessful.Set(0);

    /// <summary>Shows whether a changed setting waits for a restart.</summary>
    public void RestartNeeded(bool isNeeded) => _restartNeeded.Set(isNeeded ? 1 : 0);

    private double Now => _time.GetUtcNow().ToUnixTimeMilliseconds() / 1000.0;

    private static string[] LabelsOf(KeyStatus key) => [key.Id, key.Kind, key.Fingerprint ?? ""];
}

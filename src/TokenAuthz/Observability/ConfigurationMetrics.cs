using System.Reflection;
using Prometheus;
using TokenAuthz.Engine;
using TokenAuthz.Signing.Keys;

namespace TokenAuthz.Observability;

/// <summary>What is in force: the build, the last reload, when keys end.</summary>
internal sealed class ConfigurationMetrics
{
    private readonly Gauge _reloadSuccessful;
    private readonly Gauge _reloadSuccessTimestamp;
    private readonly Gauge _keyExpiry;
    private readonly TimeProvider _time;

    public ConfigurationMetrics(IMetricFactory factory, DecisionEngine engine, TimeProvider time)
    {
        _time = time;
        _reloadSuccessful = factory.CreateGauge("token_authz_config_last_reload_successful", "Whether the configuration as it stands now is in force: 1 or 0.");
        _reloadSuccessTimestamp = factory.CreateGauge("token_authz_config_last_reload_success_timestamp_seconds", "When the configuration in force was read, Unix time.");
        _keyExpiry = factory.CreateGauge("token_authz_key_expiry_timestamp_seconds", "When a key ends, Unix time; absent for a key without an end.", ["key_id"]);
        factory.CreateGauge("token_authz_build_info", "The running version.", ["version"]).WithLabels(Version).Set(1);
        Loaded(engine.Snapshot);
    }

    /// <summary>The version of the build, without the commit.</summary>
    public static string Version { get; } =
        typeof(ConfigurationMetrics).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion.Split('+')[0];

    /// <summary>A configuration is in force.</summary>
    public void Loaded(Snapshot snapshot)
    {
        _reloadSuccessful.Set(1);
        _reloadSuccessTimestamp.Set(_time.GetUtcNow().ToUnixTimeMilliseconds() / 1000.0);
        foreach (var labels in _keyExpiry.GetAllLabelValues().ToArray()) _keyExpiry.RemoveLabelled(labels);
        foreach (var key in snapshot.Keys.Where(key => key.NotAfter is not null)) Show(key);
    }

    /// <summary>A changed configuration does not load.</summary>
    public void Failed() => _reloadSuccessful.Set(0);

    private void Show(Key key) => _keyExpiry.WithLabels(key.Id).Set(key.NotAfter!.Value.ToUnixTimeSeconds());
}

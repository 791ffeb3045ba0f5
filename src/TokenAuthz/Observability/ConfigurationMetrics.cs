using System.Reflection;
using Prometheus;
using TokenAuthz.Engine.Checks;
using TokenAuthz.Engine.Snapshots;
using TokenAuthz.Signing.Keys;

namespace TokenAuthz.Observability;

/// <summary>What is in force: the build, the last reload, when keys end.</summary>
internal sealed class ConfigurationMetrics
{
    private readonly Gauge _reloadSuccessful;
    private readonly Gauge _reloadSuccessTimestamp;
    private readonly Gauge _lastLookTimestamp;
    private readonly Gauge _restartNeeded;
    private readonly Gauge _keyExpiry;
    private readonly TimeProvider _time;

    public ConfigurationMetrics(IMetricFactory factory, CheckEngine engine, TimeProvider time)
    {
        _time = time;
        _reloadSuccessful = factory.CreateGauge("token_authz_config_last_reload_successful", "Whether all files of the configuration loaded as they stand now: 1 or 0.");
        _reloadSuccessTimestamp = factory.CreateGauge("token_authz_config_last_reload_success_timestamp_seconds", "When the configuration in force was read, Unix time.");
        _lastLookTimestamp = factory.CreateGauge("token_authz_config_last_look_timestamp_seconds", "When the files of the configuration were last looked at, Unix time.");
        _restartNeeded = factory.CreateGauge("token_authz_config_restart_needed", "Whether a setting that is read at start only was changed since: 1 or 0.");
        _keyExpiry = factory.CreateGauge("token_authz_key_expiry_timestamp_seconds", "When a key ends, Unix time; absent for a key without an end.", ["key_id"]);
        factory.CreateGauge("token_authz_build_info", "The running version.", ["version"]).WithLabels(Version).Set(1);
        Looked(isCurrent: true);
        Loaded(engine.Snapshot);
    }

    /// <summary>The version of the build, without the commit.</summary>
    public static string Version { get; } =
        typeof(ConfigurationMetrics).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion.Split('+')[0];

    /// <summary>A configuration is in force.</summary>
    public void Loaded(Snapshot snapshot)
    {
        _reloadSuccessTimestamp.Set(Now);
        foreach (var labels in _keyExpiry.GetAllLabelValues().ToArray()) _keyExpiry.RemoveLabelled(labels);
        foreach (var key in snapshot.Keys.Where(key => key.NotAfter is not null)) Show(key);
    }

    /// <summary>The files were looked at.</summary>
    /// <param name="isCurrent">Whether they loaded as they stand now, the certificates too.</param>
    public void Looked(bool isCurrent)
    {
        _lastLookTimestamp.Set(Now);
        _reloadSuccessful.Set(isCurrent ? 1 : 0);
    }

    /// <summary>The files cannot be looked at, so nobody knows whether they hold what is in force.</summary>
    public void Blocked() => _reloadSuccessful.Set(0);

    /// <summary>Whether a changed setting waits for a restart.</summary>
    public void RestartNeeded(bool isNeeded) => _restartNeeded.Set(isNeeded ? 1 : 0);

    private double Now => _time.GetUtcNow().ToUnixTimeMilliseconds() / 1000.0;

    private void Show(Key key) => _keyExpiry.WithLabels(key.Id).Set(key.NotAfter!.Value.ToUnixTimeSeconds());
}

using TokenAuthz.Engine;
using TokenAuthz.Engine.Configuration;
using TokenAuthz.Listeners;
using TokenAuthz.Observability;
using TokenAuthz.Settings;

namespace TokenAuthz.Lifetime;

/// <summary>Looks for changed files at an interval; a configuration that does not load leaves the last good one in force.</summary>
internal sealed partial class ReloadLoop(DecisionEngine engine, TlsIdentities identities, ServiceSettings settings, ConfigurationMetrics metrics, TimeProvider time, ILogger<ReloadLoop> logger) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(settings.Host.ReloadInterval, time);
        while (await timer.WaitForNextTickAsync(stoppingToken)) Look();
    }

    private void Look()
    {
        try
        {
            switch (engine.ReloadIfChanged())
            {
                case { Snapshot: { } snapshot }:
                    metrics.Loaded(snapshot);
                    Log.Reloaded(logger, snapshot.Keys.Select(key => key.Id));
                    break;
                case { Failure: { } failure }:
                    Refuse(failure);
                    break;
            }

            foreach (var identity in identities.All)
            {
                if (identity.ReloadIfChanged()) Log.CertificateReloaded(logger, identity.Listener);
            }
        }
        catch (ConfigurationException e)
        {
            Refuse(e);
        }
#pragma warning disable CA1031 // Nothing is known to get here; the loop has to outlive it all the same.
        catch (Exception e)
#pragma warning restore CA1031
        {
            metrics.Failed();
            Log.Failed(logger, e);
        }
    }

    private void Refuse(ConfigurationException failure)
    {
        metrics.Failed();
        foreach (var error in failure.Errors) Log.Refused(logger, error);
    }

    private static partial class Log
    {
        [LoggerMessage(20, LogLevel.Information, "Configuration reloaded, with the keys {Keys}")]
        public static partial void Reloaded(ILogger logger, IEnumerable<string> keys);

        [LoggerMessage(21, LogLevel.Error, "The changed configuration was refused, the last good one stays in force: {Error}")]
        public static partial void Refused(ILogger logger, ConfigurationError error);

        [LoggerMessage(23, LogLevel.Information, "The certificate of the listener {Listener} reloaded")]
        public static partial void CertificateReloaded(ILogger logger, string listener);

        [LoggerMessage(22, LogLevel.Error, "Looking for changes of the configuration failed, the last good one stays in force")]
        public static partial void Failed(ILogger logger, Exception exception);
    }
}

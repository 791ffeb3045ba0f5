using System.Collections.Immutable;
using TokenAuthz.Engine.Configuration;
using TokenAuthz.Engine.Hosting;
using TokenAuthz.Engine.Loading;
using TokenAuthz.Engine.Snapshots;
using TokenAuthz.Observability;
using TokenAuthz.Tls;

namespace TokenAuthz.Configuration;

/// <summary>Looks for changed files at an interval. A configuration that does not load leaves the last good one in force.</summary>
internal sealed partial class ReloadLoop(
    HostConfiguration<ServiceSettings> configuration,
    ServiceSettings settings,
    ConfigurationMetrics metrics,
    UnitMetrics unitMetrics,
    TimeProvider time,
    ILogger<ReloadLoop> logger) : BackgroundService
{
    // What the log named last.
    private ImmutableArray<string> _withoutGrant = [];

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        Warn(configuration.Engine.Snapshot);
        unitMetrics.Show(configuration.State.Units);
        logger.WriteStart(configuration.State);
        _withoutGrant = configuration.State.WithoutGrant;
        using var timer = new PeriodicTimer(settings.Checks.ReloadInterval, time);
        var (look, isBlocked) = (new BoundedWork(BoundedWork.FileLimit), false);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            var wasBlocked = isBlocked;
            isBlocked = !await look.TryRunAsync(Look, stoppingToken);
            if (!isBlocked || stoppingToken.IsCancellationRequested) continue;
            metrics.Blocked();
            if (!wasBlocked) Log.Blocked(logger, BoundedWork.FileLimit.TotalSeconds);
        }
    }

    private void Warn(Snapshot snapshot)
    {
        foreach (var warning in snapshot.Warnings) Log.Warned(logger, warning);
    }

    // Certificates are looked at apart from the rest, so that one that does not load does not keep a withdrawn key valid.
    private void Look()
    {
        var isCurrent = Attempt(LookAtConfiguration);
        foreach (var identity in settings.Tls) isCurrent &= Attempt(() => LookAt(identity));
        metrics.Looked(isCurrent && configuration.State.IsCurrent && settings.Tls.All(identity => identity.IsCurrent));
    }

    private void LookAtConfiguration()
    {
        var (snapshot, failure, restartNeeded, units) = configuration.ReloadIfChanged();
        if (restartNeeded is not null) ReportRestartNeeded(restartNeeded);
        if (failure is not null) Refuse(failure);
        if (units is not null) ReportUnits(units);
        if (snapshot is null) return;
        unitMetrics.Show(configuration.State.Units);
        metrics.Loaded(snapshot);
        Log.Reloaded(logger, ListText.Of(snapshot.Keys));
        Warn(snapshot);
    }

    private void ReportUnits(IReadOnlyList<UnitState> units)
    {
        metrics.ShowKeys(configuration.Engine.Snapshot);
        unitMetrics.Show(configuration.State.Units);
        foreach (var unit in units) logger.Write(unit);
        if (configuration.State.WithoutGrant.SequenceEqual(_withoutGrant)) return;
        _withoutGrant = configuration.State.WithoutGrant;
        logger.WriteWithoutGrant(configuration.State);
    }

    private void ReportRestartNeeded(IReadOnlyList<string> settings)
    {
        if (settings.Count == 0) Log.NoRestartNeeded(logger);
        else Log.RestartNeeded(logger, settings);

        // Behind the log, so that who sees the metric finds the line that says why.
        metrics.RestartNeeded(settings.Count > 0);
    }

    private void LookAt(TlsIdentity identity)
    {
        if (identity.ReloadIfChanged()) Log.CertificateReloaded(logger, identity.Settings);
    }

    private bool Attempt(Action look)
    {
        try
        {
            look();
            return true;
        }
        catch (ConfigurationException e)
        {
            Refuse(e);
        }
#pragma warning disable CA1031 // No exception is known to get here, and the loop has to outlive an unknown one.
        catch (Exception e)
#pragma warning restore CA1031
        {
            Log.Failed(logger, e);
        }

        return false;
    }

    private void Refuse(ConfigurationException failure)
    {
        foreach (var error in failure.Errors) Log.Refused(logger, error);
    }

    private static partial class Log
    {
        [LoggerMessage(20, LogLevel.Information, "Configuration reloaded, with the keys {Keys}")]
        public static partial void Reloaded(ILogger logger, string keys);

        [LoggerMessage(21, LogLevel.Error, "The changed configuration was refused, the last good one stays in force: {Error}")]
        public static partial void Refused(ILogger logger, ConfigurationError error);

        [LoggerMessage(22, LogLevel.Error, "Looking for changes of the configuration failed, the last good one stays in force")]
        public static partial void Failed(ILogger logger, Exception exception);

        [LoggerMessage(23, LogLevel.Information, "The certificate of {Settings} reloaded")]
        public static partial void CertificateReloaded(ILogger logger, string settings);

        [LoggerMessage(24, LogLevel.Warning, "Settings changed that are read at start only: restart to apply {Settings}")]
        public static partial void RestartNeeded(ILogger logger, IEnumerable<string> settings);

        [LoggerMessage(25, LogLevel.Information, "No setting waits for a restart any more")]
        public static partial void NoRestartNeeded(ILogger logger);

        [LoggerMessage(26, LogLevel.Warning, "The configuration is in force, but {Warning}")]
        public static partial void Warned(ILogger logger, string warning);

        [LoggerMessage(
            27,
            LogLevel.Error,
            "A file of the configuration does not answer within {Seconds} s, the last good one stays in force: look whether a mount hangs")]
        public static partial void Blocked(ILogger logger, double seconds);
    }
}

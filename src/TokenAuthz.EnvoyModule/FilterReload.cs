using TokenAuthz.Engine.Configuration;
using TokenAuthz.Engine.Hosting;
using TokenAuthz.Engine.Loading;
using TokenAuthz.Engine.Snapshots;

namespace TokenAuthz.EnvoyModule;

/// <summary>Looks for changed files at an interval. If the configuration does not load, the last good one stays in force.</summary>
internal sealed class FilterReload : IDisposable
{
    private const string LastGood = "the last good one stays in force";

    // Held to call Envoy, and never while a file is read, because Envoy's main thread waits for it.
    private readonly Lock _lock = new();

    private readonly HostConfiguration<FilterSettings> _configuration;
    private readonly string _filter;
    private readonly BoundedWork _look = new(BoundedWork.FileLimit);
    private readonly Timer _timer;
    private readonly ConfigurationStatistics _statistics;
    private readonly nint _scheduler;
    private DateTimeOffset _looked;
    private ReloadOutcome _outcome;
    private volatile bool _isStuck;
    private int _isLooking;
    private bool _isDisposed;

    /// <param name="envoy">Envoy's side of the configuration.</param>
    /// <param name="configuration">The configuration.</param>
    /// <param name="uses">The uses of keys and schemes, which are shown with it.</param>
    public FilterReload(nint envoy, HostConfiguration<FilterSettings> configuration, TokenUses uses)
    {
        (_configuration, _filter) = (configuration, configuration.Settings.Filter);
        _statistics = new(envoy, _filter, uses);
        _scheduler = EnvoyAbi.NewFilterScheduler(envoy);
        _looked = configuration.State.LoadedAt;
        Show(envoy);
        Warn(configuration.Engine.Snapshot);
        foreach (var unit in configuration.State.Units.Where(unit => unit.Status is not UnitStatus.Current)) Report(unit);
        var interval = configuration.Settings.Checks.ReloadInterval;
        _timer = new(_ => _ = LookAsync(), null, interval, interval);
    }

    /// <summary>Ends the looks. When this returns, Envoy is not called any more, even if a file is still being read.</summary>
    public void Dispose()
    {
        lock (_lock)
        {
            if (!_isDisposed) EnvoyAbi.DeleteFilterScheduler(_scheduler);
            _isDisposed = true;
        }

        _timer.Dispose();
    }

    /// <summary>Shows the configuration in Envoy's statistics. On Envoy's main thread.</summary>
    public void Show(nint envoy)
    {
        DateTimeOffset looked;
        lock (_lock) looked = _looked;
        _statistics.Show(envoy, _configuration.State, _configuration.Engine.Snapshot, looked, _isStuck);
    }

    private async Task LookAsync()
    {
        // A look may take longer than the interval, and only one runs at a time.
        if (Interlocked.Exchange(ref _isLooking, 1) != 0) return;
        try
        {
            var hasEnded = await _look.TryRunAsync(() => _outcome = _configuration.ReloadIfChanged(), CancellationToken.None);
            Say(() => Report(hasEnded));
        }
#pragma warning disable CA1031 // An exception would end Envoy.
        catch (Exception e)
#pragma warning restore CA1031
        {
            Say(() => EnvoyLog.Failed($"Filter {_filter}: looking for changes of the configuration failed, {LastGood}", e));
        }
        finally
        {
            Volatile.Write(ref _isLooking, 0);
        }
    }

    private void Say(Action say)
    {
        lock (_lock)
        {
            if (!_isDisposed) say();
        }
    }

    private void Report(bool hasEnded)
    {
        if (!hasEnded && !_isStuck)
        {
            var limit = BoundedWork.FileLimit.TotalSeconds;
            EnvoyLog.Error($"filter {_filter}: a file of the configuration does not answer within {limit:0} s, {LastGood}: "
                + "look whether a mount hangs");
        }

        _isStuck = !hasEnded;
        if (hasEnded) Report(_outcome);
        if (hasEnded) _looked = TimeProvider.System.GetUtcNow();
        EnvoyAbi.ScheduleFilter(_scheduler);
    }

    private void Report(in ReloadOutcome outcome)
    {
        if (outcome.Snapshot is { } snapshot)
        {
            var keys = ListText.Of(snapshot.Keys);
            EnvoyLog.Info($"filter {_filter}: configuration reloaded, with the keys {keys}");
            Warn(snapshot);
        }

        foreach (var unit in outcome.Units ?? []) Report(unit);
        foreach (var error in outcome.Failure?.Errors ?? [])
            EnvoyLog.Error($"filter {_filter}: the changed configuration was refused, {LastGood}: {error}");
        if (outcome.RestartNeeded is [])
            EnvoyLog.Info($"filter {_filter}: no setting waits for a restart any more");
        if (outcome.RestartNeeded is [_, ..] settings)
        {
            EnvoyLog.Warn($"filter {_filter}: settings changed that are read at start only: restart Envoy or update the filter to apply "
                + string.Join(", ", settings));
        }
    }

    private void Report(UnitState unit)
    {
        var inForce = unit.Status is UnitStatus.Outdated ? "its last good state stays in force" : "the requests of its grant are denied";
        if (unit.Status is UnitStatus.Current)
            EnvoyLog.Info($"filter {_filter}: the unit {unit.Unit} loaded, with {unit.Policies} policies");
        if (unit.Status is UnitStatus.Missing) EnvoyLog.Warn($"filter {_filter}: the unit {unit.Unit} has no file, and {inForce}");
        foreach (var error in unit.Errors) EnvoyLog.Error($"filter {_filter}: the unit {unit.Unit} was refused, {inForce}: {error}");
    }

    private void Warn(Snapshot snapshot)
    {
        foreach (var warning in snapshot.Warnings) EnvoyLog.Warn($"filter {_filter}: the configuration is in force, but {warning}");
    }
}

using System.Collections.Immutable;
using TokenAuthz.Engine.Configuration;
using TokenAuthz.Engine.Hosting;
using TokenAuthz.Engine.Snapshots;

namespace TokenAuthz.EnvoyModule;

/// <summary>Looks for changed files at an interval; a configuration that does not load leaves the last good one in force.</summary>
internal sealed class FilterReload : IDisposable
{
    // Held to call Envoy, and never while a file is read: Envoy's main thread waits for it.
    private readonly Lock _lock = new();

    private readonly HostConfiguration<FilterSettings> _configuration;
    private readonly string _filter;
    private readonly BoundedWork _look = new(BoundedWork.FileLimit);
    private readonly Timer _timer;
    private ImmutableArray<string> _restartNeeded = [];
    private ReloadOutcome _outcome;
    private bool _isStuck;
    private int _isLooking;
    private bool _isDisposed;

    public FilterReload(HostConfiguration<FilterSettings> configuration)
    {
        (_configuration, _filter) = (configuration, configuration.Settings.Filter);
        Warn(configuration.Engine.Snapshot);
        var interval = configuration.Settings.Checks.ReloadInterval;
        _timer = new(_ => _ = LookAsync(), null, interval, interval);
    }

    /// <summary>Looks no more: when this returns, Envoy is not called any more, even if a file is still being read.</summary>
    public void Dispose()
    {
        lock (_lock) _isDisposed = true;
        _timer.Dispose();
    }

    private async Task LookAsync()
    {
        // A look that takes longer than the interval is not followed by another at the same time.
        if (Interlocked.Exchange(ref _isLooking, 1) != 0) return;
        try
        {
            var hasEnded = await _look.TryRunAsync(() => _outcome = _configuration.ReloadIfChanged(), CancellationToken.None);
            Say(() => Report(hasEnded));
        }
#pragma warning disable CA1031 // Nothing is known to get here; an exception would end Envoy.
        catch (Exception e)
#pragma warning restore CA1031
        {
            Say(() => EnvoyLog.Failed($"Filter {_filter}: looking for changes of the configuration failed, the last good one stays in force", e));
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
        if (!hasEnded && !_isStuck) EnvoyLog.Error($"filter {_filter}: a file of the configuration does not answer within {BoundedWork.FileLimit.TotalSeconds:0} s, the last good one stays in force: look whether a mount hangs");
        _isStuck = !hasEnded;
        if (!hasEnded) return;
        if (_outcome.Snapshot is { } snapshot)
        {
            EnvoyLog.Info($"filter {_filter}: configuration reloaded, with the keys {string.Join(", ", snapshot.Keys.Select(key => key.Id))}");
            Warn(snapshot);
        }

        foreach (var error in _outcome.Failure?.Errors ?? []) EnvoyLog.Error($"filter {_filter}: the changed configuration was refused, the last good one stays in force: {error}");
        ReportRestartNeeded();
    }

    private void ReportRestartNeeded()
    {
        if (_configuration.State.RestartNeeded.SequenceEqual(_restartNeeded)) return;
        _restartNeeded = _configuration.State.RestartNeeded;
        var settings = string.Join(", ", _restartNeeded);
        if (_restartNeeded.IsEmpty) EnvoyLog.Info($"filter {_filter}: no setting waits for a restart any more");
        else EnvoyLog.Warn($"filter {_filter}: settings changed that are read at start only: restart Envoy or update the filter to apply {settings}");
    }

    private void Warn(Snapshot snapshot)
    {
        foreach (var warning in snapshot.Warnings) EnvoyLog.Warn($"filter {_filter}: the configuration is in force, but {warning}");
    }
}

using System.Collections.Immutable;
using TokenAuthz.Engine;
using TokenAuthz.Engine.Hosts;

namespace TokenAuthz.EnvoyModule;

/// <summary>Looks for changed files at an interval; a configuration that does not load leaves the last good one in force.</summary>
internal sealed class FilterReload : IDisposable
{
    private readonly Lock _lock = new();
    private readonly HostConfiguration<FilterSettings> _configuration;
    private readonly string _filter;
    private readonly Timer _timer;
    private ImmutableArray<string> _restartNeeded = [];
    private bool _isDisposed;

    public FilterReload(HostConfiguration<FilterSettings> configuration)
    {
        (_configuration, _filter) = (configuration, configuration.Settings.Filter);
        var interval = configuration.Settings.Host.ReloadInterval;
        _timer = new(_ => Look(), null, interval, interval);
    }

    /// <summary>Looks no more: when this returns, Envoy is not called any more.</summary>
    public void Dispose()
    {
        lock (_lock) _isDisposed = true;
        _timer.Dispose();
    }

    private void Look()
    {
        // A look that takes longer than the interval is not followed by another at the same time.
        if (!_lock.TryEnter()) return;
        try
        {
            if (!_isDisposed) Report(_configuration.ReloadIfChanged());
        }
#pragma warning disable CA1031 // Nothing is known to get here; an exception would end Envoy.
        catch (Exception e)
#pragma warning restore CA1031
        {
            EnvoyLog.Failed($"Filter {_filter}: looking for changes of the configuration failed, the last good one stays in force", e);
        }
        finally
        {
            _lock.Exit();
        }
    }

    private void Report(ReloadOutcome outcome)
    {
        if (outcome.Snapshot is { } snapshot) EnvoyLog.Info($"filter {_filter}: configuration reloaded, with the keys {string.Join(", ", snapshot.Keys.Select(key => key.Id))}");
        foreach (var error in outcome.Failure?.Errors ?? []) EnvoyLog.Error($"filter {_filter}: the changed configuration was refused, the last good one stays in force: {error}");
        if (_configuration.RestartNeeded.SequenceEqual(_restartNeeded)) return;
        _restartNeeded = _configuration.RestartNeeded;
        var settings = string.Join(", ", _restartNeeded);
        if (_restartNeeded.IsEmpty) EnvoyLog.Info($"filter {_filter}: no setting waits for a restart any more");
        else EnvoyLog.Warn($"filter {_filter}: settings changed that are read at start only: restart Envoy or update the filter to apply {settings}");
    }
}

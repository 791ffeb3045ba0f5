using System.Collections.Frozen;
using System.Collections.Immutable;
using TokenAuthz.Engine.Checks;
using TokenAuthz.Engine.Configuration;
using TokenAuthz.Engine.Loading;
using TokenAuthz.Engine.Snapshots;

namespace TokenAuthz.Engine.Hosting;

/// <summary>
/// All that a host is configured with, loaded in one operation: its own settings, the files that they name, keys, schemes and
/// policies, and those of the configuration units. A reload replaces keys, schemes and policies, and which of them decide on a listener.
/// The listeners themselves and all other settings stay those of the start.
/// </summary>
/// <typeparam name="T">The host's settings.</typeparam>
public sealed class HostConfiguration<T>
    where T : IHostSettings
{
    private readonly ConfigurationSource _source;
    private readonly Func<SettingsSection, T> _read;
    private readonly TimeProvider _time;
    private readonly ImmutableArray<ListenerBinding> _listeners;
    private readonly FrozenDictionary<string, string> _values;
    private readonly UnitLoader _units;
    private WatchedFiles _files;

    // The operator's part, which units are added to.
    private Snapshot _snapshot;
    private UnitContext _context;

    internal HostConfiguration(ConfigurationSource source, Func<SettingsSection, T> read, TimeProvider time)
    {
        (_source, _read, _time, _files) = (source, read, time, new());
        var now = time.GetUtcNow();
        var reading = new ConfigurationReading<T>(source, read, _files, now);
        reading.Settings.ReadFiles(reading.Root);
        reading.ThrowIfWrong();
        (Settings, _listeners, _values) = (reading.Settings, reading.Listeners, reading.Values);
        (_snapshot, _context, _units) = (reading.Bind(_listeners, Settings.OnAllow), reading.UnitsOf(_listeners), new());
        _units.Look(_context, now);
        Engine = new(_snapshot.With(_units.InForce), Settings.RequestIdHeader, time);
        State = new(now, IsCurrent: true, [], [], _units.States, _units.WithoutGrant);
    }

    /// <summary>The settings of the start.</summary>
    public T Settings { get; }

    /// <summary>The engine with the keys, schemes and policies that loaded last.</summary>
    public CheckEngine Engine { get; }

    /// <summary>What came of the looks for changed files until now. May be read by any thread.</summary>
    public ReloadState State { get; private set; }

    /// <summary>
    /// Looks whether a file of the configuration has changed, and if so loads it again: the operator's files, or those of a unit. A
    /// configuration that does not load changes nothing, and is reported once. Not for several threads at a time.
    /// </summary>
    public ReloadOutcome ReloadIfChanged()
    {
        var before = State.RestartNeeded;
        var (isLoaded, failure) = _files.HaveChanged ? Reload() : default;
        var units = _units.Look(_context, _time.GetUtcNow());
        if (isLoaded || units is not null)
        {
            Engine.Snapshot = _snapshot.With(_units.InForce);
            State = State with { Units = _units.States, WithoutGrant = _units.WithoutGrant };
        }

        var restart = State.RestartNeeded.SequenceEqual(before) ? null : (IReadOnlyList<string>)State.RestartNeeded;
        return new(isLoaded ? Engine.Snapshot : null, failure, restart, units);
    }

    private (bool IsLoaded, ConfigurationException? Failure) Reload()
    {
        (_files, State) = (new(), State with { IsCurrent = false });
        try
        {
            var now = _time.GetUtcNow();
            var reading = new ConfigurationReading<T>(_source, _read, _files, now);
            reading.ThrowIfWrong();
            State = State with { RestartNeeded = ChangedSettings(reading.Values) };
            ImmutableArray<ListenerBinding> listeners = [.. _listeners.Select(reading.PoliciesOf)];
            (_snapshot, _context) = (reading.Bind(listeners, Settings.OnAllow), reading.UnitsOf(listeners));
            State = State with { LoadedAt = now, IsCurrent = true, Errors = [] };
            return (true, null);
        }
        catch (ConfigurationException e)
        {
            State = State with { Errors = e.Errors };
            return (false, e);
        }
    }

    private ImmutableArray<string> ChangedSettings(FrozenDictionary<string, string> now) =>
    [
        .. _values.Keys.Union(now.Keys, StringComparer.OrdinalIgnoreCase)
            .Where(path => _values.GetValueOrDefault(path) != now.GetValueOrDefault(path))
            .Order(StringComparer.Ordinal),
    ];
}

using System.Collections.Frozen;
using System.Collections.Immutable;
using TokenAuthz.Engine.Checks;
using TokenAuthz.Engine.Configuration;
using TokenAuthz.Engine.Snapshots;

namespace TokenAuthz.Engine.Hosting;

/// <summary>
/// All that a host is configured with, loaded in one operation: its own settings, the files that they name, keys, schemes and
/// policies. A reload replaces keys, schemes and policies, and which of them decide on a listener. The listeners themselves and
/// all other settings stay those of the start.
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
    private WatchedFiles _files;

    internal HostConfiguration(ConfigurationSource source, Func<SettingsSection, T> read, TimeProvider time)
    {
        (_source, _read, _time, _files) = (source, read, time, new());
        var now = time.GetUtcNow();
        var reading = new ConfigurationReading<T>(source, read, _files, now);
        reading.Settings.ReadFiles(reading.Root);
        reading.ThrowIfWrong();
        (Settings, _listeners, _values) = (reading.Settings, reading.Listeners, reading.Values);
        Engine = new(reading.Bind(_listeners, Settings.OnAllow), time);
        State = new(now, IsCurrent: true, [], []);
    }

    /// <summary>The settings of the start.</summary>
    public T Settings { get; }

    /// <summary>The engine with the keys, schemes and policies that loaded last.</summary>
    public CheckEngine Engine { get; }

    /// <summary>What came of the looks for changed files until now. May be read by any thread.</summary>
    public ReloadState State { get; private set; }

    /// <summary>
    /// Looks whether a file of the configuration has changed, and if so loads everything again. A configuration that does not
    /// load changes nothing, and is reported once. Not for several threads at a time.
    /// </summary>
    public ReloadOutcome ReloadIfChanged()
    {
        if (!_files.HaveChanged) return default;
        var before = State.RestartNeeded;
        var (snapshot, failure) = Reload();
        return new(snapshot, failure, State.RestartNeeded.SequenceEqual(before) ? null : State.RestartNeeded);
    }

    private (Snapshot? Snapshot, ConfigurationException? Failure) Reload()
    {
        (_files, State) = (new(), State with { IsCurrent = false });
        try
        {
            var now = _time.GetUtcNow();
            var reading = new ConfigurationReading<T>(_source, _read, _files, now);
            reading.ThrowIfWrong();
            State = State with { RestartNeeded = ChangedSettings(reading.Values) };
            Engine.Snapshot = reading.Bind([.. _listeners.Select(reading.PoliciesOf)], Settings.OnAllow);
            State = State with { LoadedAt = now, IsCurrent = true, Errors = [] };
            return (Engine.Snapshot, null);
        }
        catch (ConfigurationException e)
        {
            State = State with { Errors = e.Errors };
            return (null, e);
        }
    }

    private ImmutableArray<string> ChangedSettings(FrozenDictionary<string, string> now) =>
    [
        .. _values.Keys.Union(now.Keys, StringComparer.OrdinalIgnoreCase)
            .Where(path => _values.GetValueOrDefault(path) != now.GetValueOrDefault(path))
            .Order(StringComparer.Ordinal),
    ];
}

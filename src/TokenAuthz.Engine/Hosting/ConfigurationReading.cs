using System.Collections.Frozen;
using System.Collections.Immutable;
using TokenAuthz.Engine.Configuration;
using TokenAuthz.Engine.Loading;
using TokenAuthz.Engine.Snapshots;

namespace TokenAuthz.Engine.Hosting;

/// <summary>The configuration as it is written now, read once.</summary>
internal sealed class ConfigurationReading<T>
    where T : IHostSettings
{
    private static readonly SettingsTree Known = HostConfiguration.Known<T>();

    private readonly ImmutableArray<ConfigurationError>.Builder _errors = ImmutableArray.CreateBuilder<ConfigurationError>();
    private readonly SnapshotReader _snapshots;

    /// <summary>Reads everything.</summary>
    /// <param name="source">The source of the settings.</param>
    /// <param name="read">Reads the host's settings.</param>
    /// <param name="files">Remembers the files as they were read: a change of one is a reason to read again.</param>
    /// <param name="now">Tells which keys have ended.</param>
    /// <exception cref="ConfigurationException">The source itself cannot be read.</exception>
    public ConfigurationReading(ConfigurationSource source, Func<SettingsSection, T> read, WatchedFiles files, DateTimeOffset now)
    {
        foreach (var file in source.Files) files.Watch(file);
        Root = SettingsSection.Of(source.ReadSettings(), SettingsSection.Root, _errors);
        Settings = Root.Read(read, out var values);
        Values = values;
        Listeners = Settings.BindingsOf(Root);
        _snapshots = new(Root, source, files, now);
    }

    /// <summary>The section that everything stands in.</summary>
    public SettingsSection Root { get; }

    /// <summary>The host's settings.</summary>
    public T Settings { get; }

    /// <summary>The values of the host's settings by their paths.</summary>
    public FrozenDictionary<string, string> Values { get; }

    /// <summary>The host's listeners.</summary>
    public ImmutableArray<ListenerBinding> Listeners { get; }

    /// <summary>Reports every error.</summary>
    /// <exception cref="ConfigurationException">There is one.</exception>
    public void ThrowIfWrong()
    {
        _snapshots.Check(Listeners);
        Root.RejectUnknown(Known);
        if (_errors.Count > 0) throw new ConfigurationException(_errors.ToImmutable());
    }

    /// <summary>
    /// A listener of the start with the policies that are listed for it now; with those of the start if its name is gone.
    /// </summary>
    public ListenerBinding PoliciesOf(ListenerBinding listener)
    {
        var written = Listeners.FirstOrDefault(other => other.Name == listener.Name);
        return listener with { Policies = written?.Policies ?? listener.Policies, Settings = written?.Settings ?? Root };
    }

    /// <summary>What the units of some listeners are read with.</summary>
    public UnitContext UnitsOf(ImmutableArray<ListenerBinding> listeners) => new(_snapshots.Units, listeners, _snapshots.WeakKeys);

    /// <summary>Makes the snapshot of some listeners, in which no unit is in force.</summary>
    /// <exception cref="ConfigurationException">One of them cannot serve its policies.</exception>
    public Snapshot Bind(ImmutableArray<ListenerBinding> listeners, OnAllowSettings onAllow)
    {
        var snapshot = _snapshots.Bind(listeners, onAllow);
        if (_errors.Count == 0) return snapshot;

        // The configuration has no error by itself: a listener of the start has another kind or name in it.
        const string Advice = "; the listeners of the start stay open until a restart";
        throw new ConfigurationException([.. _errors.Select(error => error with { Message = error.Message + Advice })]);
    }
}

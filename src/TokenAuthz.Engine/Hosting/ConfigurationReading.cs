using System.Collections.Frozen;
using System.Collections.Immutable;
using TokenAuthz.Engine.Configuration;
using TokenAuthz.Engine.Keys;
using TokenAuthz.Engine.Policies;
using TokenAuthz.Engine.Schemes;
using TokenAuthz.Engine.Snapshots;
using TokenAuthz.Signing.Keys;

namespace TokenAuthz.Engine.Hosting;

/// <summary>The configuration as it is written now, read once.</summary>
internal sealed class ConfigurationReading<T>
    where T : IHostSettings
{
    private readonly ImmutableArray<ConfigurationError>.Builder _errors = ImmutableArray.CreateBuilder<ConfigurationError>();
    private readonly ImmutableArray<Key> _keys;
    private readonly KeyInspection _inspection;
    private readonly ImmutableArray<Policy> _policies;

    /// <summary>Reads everything.</summary>
    /// <param name="source">Where it comes from.</param>
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
        _inspection = new(WeakKeysIn(source));
        _keys = new KeyReader(Root, files, _inspection, source.IsDevelopment, now).Read();
        _policies = new PolicyReader(Root, new SchemeReader(Root), new KeyRings(_keys, _inspection)).Read();
    }

    /// <summary>The section that everything stands in.</summary>
    public SettingsSection Root { get; }

    /// <summary>The host's settings.</summary>
    public T Settings { get; }

    /// <summary>The values of the host's settings by their paths.</summary>
    public FrozenDictionary<string, string> Values { get; }

    /// <summary>The host's listeners.</summary>
    public ImmutableArray<ListenerBinding> Listeners { get; }

    /// <summary>Reports all that was found to be wrong.</summary>
    /// <exception cref="ConfigurationException">Something is.</exception>
    public void ThrowIfWrong()
    {
        foreach (var listener in Listeners) ServedBy(listener);
        Root.RejectUnknown();
        if (_errors.Count > 0) throw new ConfigurationException(_errors.ToImmutable());
    }

    /// <summary>A listener of the start with the policies that are listed for it now; with those of the start once its name is gone.</summary>
    public ListenerBinding PoliciesOf(ListenerBinding listener)
    {
        var written = Listeners.FirstOrDefault(other => other.Name == listener.Name);
        return listener with { Policies = written?.Policies ?? listener.Policies, Settings = written?.Settings ?? Root };
    }

    /// <summary>Makes the snapshot by which some listeners decide.</summary>
    /// <exception cref="ConfigurationException">One of them cannot serve its policies.</exception>
    public Snapshot Bind(ImmutableArray<ListenerBinding> listeners)
    {
        var tables = listeners.ToDictionary(listener => listener.Name, listener => new PolicyTable(ServedBy(listener)), StringComparer.Ordinal);
        if (_errors.Count == 0) return new(_keys, _policies, tables, _inspection.Warnings);

        // The configuration is right by itself, so what does not fit is a listener that has another kind or name in it.
        throw new ConfigurationException([.. _errors.Select(error => error with { Message = $"{error.Message}; the listeners of the start stay open until a restart" })]);
    }

    private WeakKeys WeakKeysIn(ConfigurationSource source)
    {
        if (Root.Flag("AllowWeakKeys") || source.IsDevelopment) return WeakKeys.Allow;
        return source.IsServed ? WeakKeys.Refuse : WeakKeys.Warn;
    }

    private ImmutableArray<Policy> ServedBy(ListenerBinding listener)
    {
        foreach (var unknown in listener.Policies.Where(name => !_policies.Any(policy => policy.Name == name)))
            listener.Settings.RejectWithoutValue("Policies", $"there is no policy {unknown}, which the listener {listener.Name} serves; {Suggestion.For(unknown, [.. _policies.Select(policy => policy.Name)])}it has to be in TokenAuthz:Policies");

        var served = _policies.Where(policy => listener.Policies.IsEmpty || listener.Policies.Contains(policy.Name)).ToImmutableArray();
        foreach (var policy in served)
        {
            if (policy.SignsBody && !listener.HasBody)
                listener.Settings.RejectWithoutValue("Policies", $"the policy {policy.Name} checks a signature of the body, which this kind of listener is not sent: list the policies that it can serve");
            if (policy.Scheme is { NeedsClientAddress: true } && !listener.KnowsClientAddress)
                listener.Settings.RejectWithoutValue("Policies", $"the policy {policy.Name} checks the client's address, which this listener does not know: set its ClientAddressHeader to one that the gateway always writes, or list the policies that it can serve");
        }

        return [.. served.DistinctBy(policy => policy.Name, StringComparer.Ordinal)];
    }
}

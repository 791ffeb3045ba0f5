using System.Collections.Immutable;
using TokenAuthz.Engine.Configuration;
using TokenAuthz.Engine.Loading;
using TokenAuthz.Engine.Snapshots;
using TokenAuthz.Engine.Units;

namespace TokenAuthz.Engine.Hosting;

/// <summary>Loads the configuration of a host.</summary>
public static class HostConfiguration
{
    /// <summary>Every setting of a host: its own, and those that every host has.</summary>
    public static SettingsTree Known<T>()
        where T : IHostSettings =>
        SettingsTree.Of([.. EngineSettings.All, .. T.All]);

    /// <summary>Loads all of a configuration, or nothing.</summary>
    /// <param name="source">Where it comes from.</param>
    /// <param name="read">Reads the host's settings, and reports to the section what is wrong with them.</param>
    /// <param name="time">The clock of every check.</param>
    /// <exception cref="ConfigurationException">It does not load, every error is in it; or a file does not answer.</exception>
    public static HostConfiguration<T> Load<T>(ConfigurationSource source, Func<SettingsSection, T> read, TimeProvider time)
        where T : IHostSettings
    {
        // The files are read on a thread of their own, because a mount that hangs must not hold up the start of Envoy.
        HostConfiguration<T>? loaded = null;
        var loading = new BoundedWork(BoundedWork.FileLimit).TryRunAsync(Load, CancellationToken.None);
        return loading.GetAwaiter().GetResult() ? loaded! : throw new ConfigurationException(
        [
            new(SettingsSection.Root, null, $"a file of the configuration does not answer within {BoundedWork.FileLimit.TotalSeconds:0} s: "
                + "look whether a mount hangs, that of the configuration, of Keys, of Tls or of Units"),
        ]);

        void Load() => loaded = new(source, read, time);
    }

    /// <summary>
    /// Reads one configuration unit within its grant. Of the operator's files only the first is read, and no key, so that a team can check
    /// its unit where the keys of others are not.
    /// </summary>
    /// <param name="source">Where the operator's configuration comes from.</param>
    /// <param name="read">Reads the host's settings, and reports to the section what is wrong with them.</param>
    /// <param name="unit">The unit's name, or its file or folder.</param>
    /// <param name="now">Tells which keys have ended.</param>
    /// <exception cref="ConfigurationException">The unit does not load, every error is in it; or the operator's file does not.</exception>
    public static CheckedUnit CheckUnit<T>(
        ConfigurationSource source, Func<SettingsSection, T> read, string unit, DateTimeOffset now)
        where T : IHostSettings
    {
        var errors = ImmutableArray.CreateBuilder<ConfigurationError>();
        var root = SettingsSection.Of(source.ReadSettings(), SettingsSection.Root, errors);
        var context = new UnitContext(
            new GrantReader(root).Read(), read(root).BindingsOf(root), SnapshotReader.WeakKeysIn(root, source));
        if (errors.Count > 0) throw new ConfigurationException(errors.ToImmutable());
        return new UnitCheck(context).Read(unit, now);
    }
}

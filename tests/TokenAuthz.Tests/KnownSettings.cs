using System.Collections.Immutable;
using TokenAuthz.Configuration;
using TokenAuthz.Engine.Configuration;
using TokenAuthz.Engine.Hosting;
using TokenAuthz.Engine.Snapshots;
using TokenAuthz.Tests.Engine;

namespace TokenAuthz.Tests;

/// <summary>The settings that the service describes, and what it reads of some.</summary>
internal static class KnownSettings
{
    /// <summary>Every setting of the service, in the order of the documentation.</summary>
    public static ImmutableArray<Setting> All { get; } = [.. EngineSettings.All, .. ServiceSettings.All];

    /// <summary>The same by their sections.</summary>
    public static SettingsTree Tree { get; } = HostConfiguration.Known<ServiceSettings>();

    /// <summary>What the service reads of some settings.</summary>
    public static ServiceSettings Read(params string[] settings) => Load(settings).Settings;

    /// <summary>The snapshot that some settings make.</summary>
    public static Snapshot Snapshot(params string[] settings) => Load(settings).Engine.Snapshot;

    /// <summary>Loads settings by their paths.</summary>
    public static HostConfiguration<ServiceSettings> Load(IEnumerable<KeyValuePair<string, string?>> settings) =>
        HostConfiguration.Load(new(() => settings, [], IsDevelopment: false), ServiceSettings.Read, TimeProvider.System);

    private static HostConfiguration<ServiceSettings> Load(string[] settings) =>
        Load(WrittenSettings.Of([.. settings, "Secret=ours-5d1c-77af-2e60"]));
}

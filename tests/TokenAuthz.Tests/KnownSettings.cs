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
    public static SettingsTree Tree { get; } = SettingsTree.Of(All);

    /// <summary>The names that a section has.</summary>
    /// <param name="section">Its path with a colon at the end; empty for all. An entry of a list stands by its number, one of a map by its name.</param>
    public static string[] In(string section)
    {
        var tree = Tree;
        foreach (var name in section.Split(':', StringSplitOptions.RemoveEmptyEntries))
            tree = tree.Setting is null ? tree.Find(name)! : tree with { Setting = null };
        return [.. tree.Names];
    }

    /// <summary>What the service reads of some settings.</summary>
    public static ServiceSettings Read(params string[] settings) => Load(settings).Settings;

    /// <summary>The snapshot that some settings make.</summary>
    public static Snapshot Snapshot(params string[] settings) => Load(settings).Engine.Snapshot;

    /// <summary>Loads settings by their paths.</summary>
    public static HostConfiguration<ServiceSettings> Load(IEnumerable<KeyValuePair<string, string?>> settings) =>
        HostConfiguration.Load(new(() => settings, [], IsDevelopment: false), ServiceSettings.Read, TimeProvider.System);

    private static HostConfiguration<ServiceSettings> Load(string[] settings) => Load(WrittenSettings.Of([.. settings, "Secret=ours-5d1c-77af-2e60"]));
}

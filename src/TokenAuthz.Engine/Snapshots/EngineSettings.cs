using System.Collections.Immutable;
using TokenAuthz.Engine.Configuration;
using TokenAuthz.Engine.Keys;
using TokenAuthz.Engine.Policies;
using TokenAuthz.Engine.Schemes;

namespace TokenAuthz.Engine.Snapshots;

/// <summary>The settings that a reload replaces: keys, policies and schemes.</summary>
internal static class EngineSettings
{
    /// <summary>Describes the settings.</summary>
    public static ImmutableArray<Setting> All { get; } =
        [KeySettings.Secret, KeySettings.Keys, KeySettings.AllowWeakKeys, PolicySettings.All, SchemeSection.All];
}

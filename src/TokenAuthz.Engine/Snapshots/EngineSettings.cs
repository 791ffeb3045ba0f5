using System.Collections.Immutable;
using TokenAuthz.Engine.Configuration;
using TokenAuthz.Engine.Keys;
using TokenAuthz.Engine.Policies;
using TokenAuthz.Engine.Schemes;
using TokenAuthz.Engine.Units;

namespace TokenAuthz.Engine.Snapshots;

/// <summary>The settings that a reload replaces: keys, policies, schemes and units.</summary>
internal static class EngineSettings
{
    /// <summary>Describes the settings.</summary>
    public static ImmutableArray<Setting> All { get; } =
        [KeySettings.Secret, KeySettings.Keys, KeySettings.AllowWeakKeys, PolicySettings.All, SchemeSection.All, .. UnitSettings.All];

    /// <summary>Describes the settings of a configuration unit.</summary>
    public static ImmutableArray<Setting> OfUnits { get; } = [KeySettings.Keys, PolicySettings.All, SchemeSection.All];
}

using System.Collections.Immutable;
using TokenAuthz.Engine.Configuration;

namespace TokenAuthz.Lifetime;

/// <summary>The settings of the service's end.</summary>
/// <param name="DrainTime">How long the listeners stay open after the process was told to stop.</param>
internal sealed record LifetimeSettings(TimeSpan DrainTime)
{
    private static readonly Setting<TimeSpan> Drain = Setting.Duration(
        "DrainTime",
        TimeSpan.FromSeconds(10),
        TimeSpan.Zero,
        TimeSpan.FromMinutes(10),
        "How long the service still answers checks after SIGTERM. It ends sooner when no connection is left.");

    /// <summary>Describes the settings.</summary>
    public static ImmutableArray<Setting> All { get; } = [Drain];

    /// <summary>Reads the settings; mistakes are reported to the section.</summary>
    public static LifetimeSettings Read(SettingsSection root) => new(root.Read(Drain));
}

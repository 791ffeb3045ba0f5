using TokenAuthz.Engine.Configuration;

namespace TokenAuthz.Lifetime;

/// <summary>How the service ends.</summary>
/// <param name="DrainTime">How long the listeners stay open after the process was told to stop.</param>
internal sealed record LifetimeSettings(TimeSpan DrainTime)
{
    /// <summary>Reads the settings; what is wrong is reported to the section.</summary>
    public static LifetimeSettings Read(SettingsSection root) =>
        new(root.Duration("DrainTime", TimeSpan.FromSeconds(10), TimeSpan.Zero, TimeSpan.FromMinutes(10)));
}

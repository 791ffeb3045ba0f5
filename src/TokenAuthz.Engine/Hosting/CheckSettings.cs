using TokenAuthz.Engine.Configuration;
using TokenAuthz.Engine.Snapshots;

namespace TokenAuthz.Engine.Hosting;

/// <summary>What every host of the engine is configured with, beside keys, schemes and policies.</summary>
/// <param name="ReloadInterval">How often the files of the configuration are looked at.</param>
/// <param name="OnAllow">What an allow tells the upstream.</param>
/// <param name="MaxUsedTokens">How many used tokens memory holds; a further one is denied until some have ended.</param>
/// <param name="DenialsPerSecond">How many denials of one reason are logged a second; the rest is counted.</param>
internal sealed record CheckSettings(TimeSpan ReloadInterval, OnAllowSettings OnAllow, int MaxUsedTokens, int DenialsPerSecond)
{
    /// <summary>The largest body, in bytes, whose signature is checked; a larger one is denied.</summary>
    public const int MaxBodySize = 1024 * 1024;

    /// <summary>Reads the settings; what is wrong is reported to the section.</summary>
    public static CheckSettings Read(SettingsSection root)
    {
        var onAllow = root.Section("OnAllow");
        return new(
            root.Duration("ReloadInterval", TimeSpan.FromSeconds(1), TimeSpan.FromMilliseconds(100), TimeSpan.FromHours(1)),
            new(onAllow.Flag("KeyId"), onAllow.Flag("Policy"), onAllow.Flag("RemoveToken")),
            root.Section("SingleUse").Number("MaxTokens", 1_000_000, 1, 100_000_000),
            root.Section("Log").Number("DenialsPerSecond", 10, 0, 1_000_000));
    }
}

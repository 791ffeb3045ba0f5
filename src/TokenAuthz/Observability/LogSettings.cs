using System.Collections.Immutable;
using Serilog.Events;
using TokenAuthz.Engine.Configuration;

namespace TokenAuthz.Observability;

/// <summary>The setting of the log.</summary>
internal static class LogSettings
{
    private static readonly Setting<LogEventLevel> Level = Setting.Choice(
        "Log:Level",
        LogEventLevel.Information,
        [LogEventLevel.Debug, LogEventLevel.Information, LogEventLevel.Warning, LogEventLevel.Error],
        level => level.ToString(),
        "The least level that is logged.");

    /// <summary>Describes the setting.</summary>
    public static ImmutableArray<Setting> All { get; } = [Level];

    /// <summary>Reads the setting; mistakes are reported to the section.</summary>
    public static LogEventLevel Read(SettingsSection root) => root.Read(Level);
}

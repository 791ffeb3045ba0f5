using System.Collections.Immutable;
using Serilog.Events;
using TokenAuthz.Engine.Configuration;

namespace TokenAuthz.Observability;

/// <summary>The settings of the log.</summary>
/// <param name="Level">The least level that is logged.</param>
/// <param name="Format">How it is written.</param>
internal sealed record LogSettings(LogEventLevel Level, LogFormat Format)
{
    private static readonly Setting<LogEventLevel> LevelSetting = Setting.Choice(
        "Log:Level",
        LogEventLevel.Information,
        [LogEventLevel.Debug, LogEventLevel.Information, LogEventLevel.Warning, LogEventLevel.Error],
        level => level.ToString(),
        "The least level that is logged.");

    private static readonly Setting<LogFormat> FormatSetting = Setting.Choice(
        "Log:Format",
        DefaultFormat,
        "How the log is written: `Json` is a line of compact JSON for each event, `Text` is for people.") with
    { Default = null, DefaultNote = "`Text` at a terminal, otherwise `Json`" };

    /// <summary>The format without a setting: for people if the output is a terminal.</summary>
    public static LogFormat DefaultFormat => Console.IsOutputRedirected ? LogFormat.Json : LogFormat.Text;

    /// <summary>Describes the settings.</summary>
    public static ImmutableArray<Setting> All { get; } = [LevelSetting, FormatSetting];

    /// <summary>Reads the settings; mistakes are reported to the section.</summary>
    public static LogSettings Read(SettingsSection root) => new(root.Read(LevelSetting), root.Read(FormatSetting));
}

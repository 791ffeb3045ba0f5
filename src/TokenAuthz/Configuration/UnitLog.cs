using TokenAuthz.Engine.Configuration;
using TokenAuthz.Engine.Hosting;
using TokenAuthz.Engine.Loading;

namespace TokenAuthz.Configuration;

/// <summary>Logs which states of configuration units are in force.</summary>
internal static partial class UnitLog
{
    /// <summary>Logs the units that are not in force as their files say, at start.</summary>
    public static void WriteStart(this ILogger logger, ReloadState state)
    {
        foreach (var unit in state.Units.Where(unit => unit.Status is not UnitStatus.Current)) logger.Write(unit);
        logger.WriteWithoutGrant(state);
    }

    /// <summary>Logs a unit that was read.</summary>
    public static void Write(this ILogger logger, UnitState unit)
    {
        if (unit.Status is UnitStatus.Current) Loaded(logger, unit.Unit, unit.Policies);
        if (unit.Status is UnitStatus.Missing) Missing(logger, unit.Unit);
        foreach (var error in unit.Errors)
        {
            if (unit.Status is UnitStatus.Outdated) Outdated(logger, unit.Unit, error);
            else Refused(logger, unit.Unit, error);
        }

        foreach (var warning in unit.Warnings) Warned(logger, warning);
    }

    /// <summary>Logs the files and folders that belong to no unit.</summary>
    public static void WriteWithoutGrant(this ILogger logger, ReloadState state)
    {
        if (!state.WithoutGrant.IsEmpty) WithoutGrant(logger, ListText.Of(state.WithoutGrant));
    }

    [LoggerMessage(40, LogLevel.Information, "The unit {Unit} loaded, with {Policies} policies")]
    private static partial void Loaded(ILogger logger, string unit, int policies);

    [LoggerMessage(41, LogLevel.Error, "The changed unit {Unit} was refused, its last good state stays in force: {Error}")]
    private static partial void Outdated(ILogger logger, string unit, ConfigurationError error);

    [LoggerMessage(42, LogLevel.Error, "The unit {Unit} was refused, and the requests of its grant are denied: {Error}")]
    private static partial void Refused(ILogger logger, string unit, ConfigurationError error);

    [LoggerMessage(43, LogLevel.Warning, "The unit {Unit} has no file, and the requests of its grant are denied")]
    private static partial void Missing(ILogger logger, string unit);

    [LoggerMessage(44, LogLevel.Warning, "Among the units is what belongs to no unit with a grant, and is not read: {Paths}")]
    private static partial void WithoutGrant(ILogger logger, string paths);

    [LoggerMessage(45, LogLevel.Warning, "A unit is in force, but {Warning}")]
    private static partial void Warned(ILogger logger, string warning);
}

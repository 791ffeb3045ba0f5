using System.Text;
using static TokenAuthz.EnvoyModule.EnvoyAbi;

namespace TokenAuthz.EnvoyModule;

/// <summary>Writes to Envoy's log, under its component <c>dynamic_modules</c>.</summary>
internal static class EnvoyLog
{
    public static void Debug(string message) => Write(LogLevel.Debug, message);

    public static void Info(string message) => Write(LogLevel.Info, message);

    public static void Warn(string message) => Write(LogLevel.Warn, message);

    public static void Error(string message) => Write(LogLevel.Error, message);

    /// <summary>Writes an error; never throws.</summary>
    public static void Failed(string what, Exception exception)
    {
        try
        {
            Error($"{what}: {exception}");
        }
#pragma warning disable CA1031 // A log that fails must not end Envoy.
        catch
#pragma warning restore CA1031
        {
        }
    }

    private static void Write(LogLevel level, string message)
    {
        if (IsLogged(level)) Log(level, Encoding.UTF8.GetBytes($"token_authz: {message}"));
    }
}

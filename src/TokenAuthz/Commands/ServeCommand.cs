using System.Collections.Immutable;
using System.CommandLine;
using System.Net.Sockets;
using TokenAuthz.Engine.Configuration;
using TokenAuthz.Lifetime;
using TokenAuthz.Observability;

namespace TokenAuthz.Commands;

/// <summary><c>token-authz serve</c>, which is also what the bare command does.</summary>
internal static partial class ServeCommand
{
    public static Command Create() => TokenAuthzCommand.Complete(new("serve", "Serve until told to stop (the default)."), RunAsync);

    public static async Task<int> RunAsync(ConfigurationSource source, ParseResult line, CancellationToken cancellation)
    {
        try
        {
            await using var app = TokenAuthzService.Build(source, TimeProvider.System);
            var failure = app.Services.GetRequiredService<ServiceFailure>();
            await app.RunAsync(cancellation);
            return failure.HasFailed ? 1 : 0;
        }
        catch (ConfigurationException e) when (FormatOf(source) is LogFormat.Json)
        {
            // Where programs read the log, a text of several lines would be lost just when it matters most.
            return Refuse(LogFormat.Json, TokenAuthzCommand.LinesOf(e));
        }
        catch (IOException e)
        {
            // The address is another process's, or a Unix socket's file cannot be made.
            return Refuse(FormatOf(source), [WithAdvice(e.Message)]);
        }
        catch (SocketException e)
        {
            // The address is of another machine, or the user may not bind the port.
            return Refuse(FormatOf(source), [WithAdvice($"A listener does not open: {e.Message}.")]);
        }
    }

    private static string WithAdvice(string reason) => $"{reason} Set another in TokenAuthz:Listeners:0:Url or TokenAuthz:Admin:Url.";

    private static int Refuse(LogFormat format, IEnumerable<string> reasons)
    {
        using var log = ServiceLogging.CreateStartLog(format);
        foreach (var reason in reasons) Log.NotStarted(log.CreateLogger(nameof(ServeCommand)), reason);
        return 1;
    }

    // A configuration that does not load may still say how its log is written.
    private static LogFormat FormatOf(ConfigurationSource source)
    {
        try
        {
            var mistakes = ImmutableArray.CreateBuilder<ConfigurationError>();
            return LogSettings.Read(SettingsSection.Of(source.ReadSettings(), SettingsSection.Root, mistakes)).Format;
        }
        catch (ConfigurationException)
        {
            return LogSettings.DefaultFormat;
        }
    }

    private static partial class Log
    {
        [LoggerMessage(33, LogLevel.Critical, "The service does not start: {Reason}")]
        public static partial void NotStarted(ILogger logger, string reason);
    }
}

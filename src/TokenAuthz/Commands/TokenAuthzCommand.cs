using System.CommandLine;
using TokenAuthz.Configuration;
using TokenAuthz.Engine.Configuration;

namespace TokenAuthz.Commands;

/// <summary>The command line: <c>token-authz</c> serves, and its commands help those who run it.</summary>
internal static class TokenAuthzCommand
{
    // Hosts and test hosts pass these to an ASP.NET process; the service does not read them.
    private static readonly string[] AspNetSettings = ["contentRoot", "applicationName"];

    private static readonly Option<string?> File = new("--config", "-c")
    {
        Description = "The configuration, a JSON file. Default: appsettings.json in the working directory, if there is one.",
        HelpName = "FILE",
        Recursive = true,
    };

    private static readonly Option<string?> EnvironmentName = new("--environment")
    {
        Description = "Development or Production; ASPNETCORE_ENVIRONMENT says the same. Development has a key of its own: secret.",
        HelpName = "NAME",
        Recursive = true,
    };

    /// <summary>Builds the command with all that is below it.</summary>
    public static RootCommand Create()
    {
        var root = new RootCommand(
            "Answers whether a signed request may pass, for API gateways. Settings can follow any command: " +
                "--TokenAuthz:DrainTime=00:00:05");
        root.Options.Add(File);
        root.Options.Add(EnvironmentName);
        Complete(root, ServeCommand.RunAsync);
        root.Subcommands.Add(ServeCommand.Create());
        root.Subcommands.Add(SignCommand.Create());
        root.Subcommands.Add(VerifyCommand.Create());
        root.Subcommands.Add(PresetsCommand.Create());
        root.Subcommands.Add(CheckConfigCommand.Create());
        root.Subcommands.Add(KeysCommand.Create());
        root.Subcommands.Add(ProbeCommand.Create());
        root.Subcommands.Add(HealthcheckCommand.Create());
        return root;
    }

    /// <summary>Gives a command what runs it, with the configuration that its line names; a configuration error ends it with 1.</summary>
    public static Command Complete(Command command, Func<ConfigurationSource, ParseResult, CancellationToken, Task<int>> runAsync)
    {
        // Settings look like options that no command declares.
        command.TreatUnmatchedTokensAsErrors = false;
        command.SetAction(async (line, cancellation) =>
        {
            try
            {
                RejectStrayTokens(line.UnmatchedTokens);
                var source = SettingsSources.Create(line.GetValue(File), line.GetValue(EnvironmentName), line.UnmatchedTokens);
                return await runAsync(source, line, cancellation);
            }
            catch (CommandException e)
            {
                await Console.Error.WriteLineAsync($"token-authz: {e.Message}.");
            }
            catch (ConfigurationException e)
            {
                var errors = e.Errors.Length == 1 ? "error" : "errors";
                await Console.Error.WriteLineAsync($"token-authz: the configuration does not load ({e.Errors.Length} {errors}):");
                foreach (var reason in LinesOf(e)) await Console.Error.WriteLineAsync($"  {reason}");
            }

            return 1;
        });
        return command;
    }

    /// <summary>Everything that is wrong with a configuration, a line each.</summary>
    public static IEnumerable<string> LinesOf(ConfigurationException failure) =>
    [
        .. failure.Errors.Select(error => error.ToString()),
        .. SettingsSources.MisspeltSecrets()
            .Select(name => $"The environment variable {name} is not read: write its name as TokenAuthz__Secret."),
    ];

    private static void RejectStrayTokens(IReadOnlyList<string> tokens)
    {
        if (tokens.FirstOrDefault(token => !IsSetting(token)) is { } stray)
        {
            // Without what follows the equals sign: it may be a secret.
            throw new CommandException(
                $"'{stray.Split('=')[0]}' is neither a command nor a setting; a setting is written --TokenAuthz:NAME=VALUE. See --help");
        }

        if (tokens.Select(SecretSettings.In).FirstOrDefault(setting => setting is not null) is not { } secret) return;
        var variable = secret.Replace(":", "__", StringComparison.Ordinal);
        throw new CommandException(
            $"--{secret}: every user of this machine can read the command line; set the environment variable {variable}, or write it in " +
                "the file of --config");
    }

    private static bool IsSetting(string token) =>
        token.StartsWith("--TokenAuthz:", StringComparison.OrdinalIgnoreCase) && token.Contains('=', StringComparison.Ordinal)
        || AspNetSettings.Any(name => token.StartsWith($"--{name}=", StringComparison.Ordinal));
}

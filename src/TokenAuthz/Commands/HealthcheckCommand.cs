using System.Collections.Immutable;
using System.CommandLine;
using System.Net;
using TokenAuthz.Admin;
using TokenAuthz.Configuration;
using TokenAuthz.Engine.Configuration;
using TokenAuthz.Listeners;

namespace TokenAuthz.Commands;

/// <summary>
/// <c>token-authz healthcheck</c>: asks the service on this machine whether it is ready, for images without a shell. It needs the admin
/// port alone, because the rest of the configuration may be readable for the service only, or be wrong by now.
/// </summary>
internal static class HealthcheckCommand
{
    private static readonly Option<string?> UrlOption = new("--url")
    {
        Description = "The admin port, such as http://localhost:8081; by default TokenAuthz:Admin:Url.",
        HelpName = "URL",
    };

    public static Command Create()
    {
        var command = new Command("healthcheck", "Ask the service on this machine whether it is ready: exit code 0 or 1.");
        command.Options.Add(UrlOption);
        ClientCertificateOptions.AddTo(command);
        return TokenAuthzCommand.Complete(command, RunAsync);
    }

    private static async Task<int> RunAsync(ConfigurationSource source, ParseResult line, CancellationToken cancellation)
    {
        var errors = ImmutableArray.CreateBuilder<ConfigurationError>();
        var port = line.GetValue(UrlOption) is { } text ? AdminClient.Parse(UrlOption.Name, text) : UrlOf(ReadAdmin(source, line, errors));
        var url = new Uri(port, AdminEndpoints.ReadyPath);
        using var certificate = ClientCertificateOptions.Read(line);
        using var client = AdminClient.Create(certificate);
        try
        {
            using var answer = await client.GetAsync(url, cancellation);
            if (answer.StatusCode is HttpStatusCode.OK) return 0;
            await Console.Error.WriteLineAsync($"token-authz: {url} answered {(int)answer.StatusCode}: not ready.");
        }
        catch (Exception e) when (e is HttpRequestException or TaskCanceledException)
        {
            await Console.Error.WriteLineAsync($"token-authz: {url} does not answer: {e.Message}");
            foreach (var error in errors) await Console.Error.WriteLineAsync($"  {error}");
        }

        return 1;
    }

    // Mistakes are shown only when the service does not answer: a file that was broken since its start is no reason to restart it.
    private static AdminSettings ReadAdmin(ConfigurationSource source, ParseResult line, ImmutableArray<ConfigurationError>.Builder errors)
    {
        try
        {
            return AdminSettings.Read(SettingsSection.Of(source.ReadSettings(), SettingsSection.Root, errors));
        }
        catch (ConfigurationException e)
        {
            errors.AddRange(e.Errors);
            var overrides = SettingsSources.ReadOverrides(line.UnmatchedTokens);
            return AdminSettings.Read(SettingsSection.Of(overrides, SettingsSection.Root, errors));
        }
    }

    private static Uri UrlOf(AdminSettings admin)
    {
        var address = admin.Address;
        if (address.Port == 0)
        {
            throw new CommandException(
                "TokenAuthz:Admin:Url has the port 0, for which the system chooses another that healthcheck cannot know; set one, such " +
                    "as http://*:8081");
        }

        var isOneAddress = IPAddress.TryParse(address.Host, out var ip) && !ip.Equals(IPAddress.Any) && !ip.Equals(IPAddress.IPv6Any);
        return new UriBuilder(address.Scheme, isOneAddress ? address.Host : "localhost", address.Port).Uri;
    }
}

using System.CommandLine;
using System.Net;
using TokenAuthz.Admin;
using TokenAuthz.Engine;
using TokenAuthz.Engine.Configuration;
using TokenAuthz.Settings;

namespace TokenAuthz.Commands;

/// <summary><c>token-authz healthcheck</c>: asks the service on this machine whether it is ready; for images without a shell.</summary>
internal static class HealthcheckCommand
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(2);

    public static Command Create() => TokenAuthzCommand.Complete(new("healthcheck", "Ask the service on this machine whether it is ready: exit code 0 or 1."), RunAsync);

    private static async Task<int> RunAsync(ConfigurationSource source, ParseResult line, CancellationToken cancellation)
    {
        ServiceSettings? settings = null;
        _ = new DecisionEngine(source, root => (settings = ServiceSettings.Read(root)).BindingsOf(root), TimeProvider.System);
        if (settings!.Admin.Address.Port == 0)
            throw new CommandException("TokenAuthz:Admin:Url has the port 0, for which the system chooses another that healthcheck cannot know; set one, such as http://*:8081");
        var url = new UriBuilder(settings.Admin.Address.Scheme, HostOf(settings.Admin.Address.Host), settings.Admin.Address.Port, AdminEndpoints.ReadyPath).Uri;
#pragma warning disable CA5400 // It asks itself, by an address that its certificate need not name.
        using var handler = new HttpClientHandler { ServerCertificateCustomValidationCallback = HttpClientHandler.DangerousAcceptAnyServerCertificateValidator };
        using var client = new HttpClient(handler) { Timeout = Timeout };
#pragma warning restore CA5400
        try
        {
            using var answer = await client.GetAsync(url, cancellation);
            if (answer.StatusCode is HttpStatusCode.OK) return 0;
            await Console.Error.WriteLineAsync($"token-authz: {url} answered {(int)answer.StatusCode}: not ready.");
        }
        catch (Exception e) when (e is HttpRequestException or TaskCanceledException)
        {
            await Console.Error.WriteLineAsync($"token-authz: {url} does not answer: {e.Message}");
        }

        return 1;
    }

    private static string HostOf(string host) => IPAddress.TryParse(host, out var address) && !address.Equals(IPAddress.Any) && !address.Equals(IPAddress.IPv6Any) ? host : "localhost";
}

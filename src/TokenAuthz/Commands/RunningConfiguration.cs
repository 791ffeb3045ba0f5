using System.Text.Json;
using TokenAuthz.Admin;
using TokenAuthz.Engine.Hosting;

namespace TokenAuthz.Commands;

/// <summary>Asks a running service which configuration it has in force.</summary>
internal static class RunningConfiguration
{
    /// <summary>Prints the answer.</summary>
    /// <returns>0 when it is that of the files, and 1 when the files do not load or a setting waits for a restart.</returns>
    /// <exception cref="CommandException">The service does not answer.</exception>
    public static async Task<int> ShowAsync(HttpClient client, Uri port, CancellationToken cancellation)
    {
        var status = await AskAsync(client, new(port, AdminEndpoints.ConfigurationPath), cancellation);
        var isInForce = status.IsCurrent && status.RestartNeeded.IsEmpty && !status.Units.Any(unit => unit.IsBroken);
        var inForce = isInForce ? "the configuration of its files in force" : "another configuration in force than that of its files";
        await Console.Out.WriteLineAsync($"""
            The service has {inForce}.
              version    {status.Version}
              loaded     {status.LoadedAt:u}
              keys       {ListText.Of(status.Keys)}
              listeners  {string.Join(", ", status.Listeners)}
            """);
        foreach (var setting in status.RestartNeeded)
            await Console.Out.WriteLineAsync($"  restart    {setting} was changed: restart the service, or undo the change");
        if (!status.Units.IsEmpty) await Console.Out.WriteLineAsync($"  units      {ListText.Of(status.Units)}");
        foreach (var unit in status.Units)
            foreach (var error in unit.Errors) await Console.Out.WriteLineAsync($"  unit {unit.Unit}  {error}");
        foreach (var error in status.Errors) await Console.Out.WriteLineAsync($"  error      {error}");
        return isInForce ? 0 : 1;
    }

    /// <summary>Asks a service.</summary>
    /// <exception cref="CommandException">It does not answer.</exception>
    public static async Task<ConfigurationStatus> AskAsync(HttpClient client, Uri url, CancellationToken cancellation)
    {
        try
        {
            return await client.GetFromJsonAsync(url, ConfigurationStatusJson.Default.ConfigurationStatus, cancellation)
                ?? throw new JsonException();
        }
        catch (JsonException)
        {
            throw new CommandException($"{url} does not show a configuration: write the URL of the admin port of token-authz");
        }
        catch (Exception e) when (e is HttpRequestException or TaskCanceledException)
        {
            throw new CommandException($"{url} does not answer: {e.Message.TrimEnd('.')}");
        }
    }
}

using System.CommandLine;
using TokenAuthz.Engine;
using TokenAuthz.Engine.Configuration;
using TokenAuthz.Settings;

namespace TokenAuthz.Commands;

/// <summary><c>token-authz check-config</c>: reads the configuration as the service would, and says what it found.</summary>
internal static class CheckConfigCommand
{
    public static Command Create() => TokenAuthzCommand.Complete(new("check-config", "Read the configuration and say what is in it, or everything that is wrong with it."), RunAsync);

    private static async Task<int> RunAsync(ConfigurationSource source, ParseResult line, CancellationToken cancellation)
    {
        ServiceSettings? settings = null;
        var snapshot = new DecisionEngine(source, root => settings = ServiceSettings.Read(root), TimeProvider.System).Snapshot;
        await Console.Out.WriteLineAsync($"""
            The configuration is valid.
              keys       {string.Join(", ", snapshot.Keys.Keys)}
              scheme     {snapshot.Policy.Scheme.Name}
              listeners  {string.Join(", ", settings!.Listeners.Select(listener => $"{listener.Name} {listener.Address}"))}
              admin      {settings.Admin}
            """);
        return 0;
    }
}

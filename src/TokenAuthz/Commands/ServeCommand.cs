using System.CommandLine;
using Microsoft.AspNetCore.Connections;
using TokenAuthz.Engine.Configuration;

namespace TokenAuthz.Commands;

/// <summary><c>token-authz serve</c>, which is also what the bare command does.</summary>
internal static class ServeCommand
{
    public static Command Create() => TokenAuthzCommand.Complete(new("serve", "Serve until told to stop (the default)."), RunAsync);

    public static async Task<int> RunAsync(ConfigurationSource source, ParseResult line, CancellationToken cancellation)
    {
        try
        {
            await using var app = TokenAuthzService.Build(source, TimeProvider.System);
            await app.RunAsync(cancellation);
            return 0;
        }
        catch (IOException e) when (e.InnerException is AddressInUseException)
        {
            await Console.Error.WriteLineAsync($"token-authz: {e.Message} Set another in TokenAuthz:Listeners:0:Url or TokenAuthz:Admin:Url.");
            return 1;
        }
    }
}

using System.CommandLine;
using System.Net.Sockets;
using TokenAuthz.Engine.Configuration;
using TokenAuthz.Lifetime;

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
            var failure = app.Services.GetRequiredService<ServiceFailure>();
            await app.RunAsync(cancellation);
            return failure.HasFailed ? 1 : 0;
        }
        catch (IOException e)
        {
            // The address is another process's, or a Unix socket's file cannot be made.
            return await RefuseAsync(e.Message);
        }
        catch (SocketException e)
        {
            // The address is of another machine, or the user may not bind the port.
            return await RefuseAsync($"A listener does not open: {e.Message}.");
        }
    }

    private static async Task<int> RefuseAsync(string reason)
    {
        await Console.Error.WriteLineAsync($"token-authz: {reason} Set another in TokenAuthz:Listeners:0:Url or TokenAuthz:Admin:Url.");
        return 1;
    }
}

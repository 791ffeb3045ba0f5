using System.Collections.Immutable;
using System.Net;
using System.Net.Sockets;
using TokenAuthz.Admin;

namespace TokenAuthz.Commands;

/// <summary>The replicas behind some names: of a name with several addresses, such as that of a headless Service, each is one.</summary>
internal sealed class Replicas(HttpClient client, ImmutableArray<Uri> ports)
{
    /// <summary>Asks each for its configuration, all at the same time.</summary>
    public async Task<ImmutableArray<ReplicaAnswer>> AskAsync(CancellationToken cancellation)
    {
        var answers = await Task.WhenAll(ports.Select(port => AskAllOfAsync(port, cancellation)));
        return [.. answers.SelectMany(answer => answer)];
    }

    private async Task<ReplicaAnswer[]> AskAllOfAsync(Uri port, CancellationToken cancellation)
    {
        try
        {
            var addresses = await Dns.GetHostAddressesAsync(port.IdnHost, cancellation);
            return await Task.WhenAll(OfOneFamily(addresses).Select(address => AskAsync(At(port, address), cancellation)));
        }
        catch (SocketException e)
        {
            return [new(port, null, $"the name {port.IdnHost} is not found: {e.Message}")];
        }
    }

    private async Task<ReplicaAnswer> AskAsync(Uri port, CancellationToken cancellation)
    {
        try
        {
            return new(port, await RunningConfiguration.AskAsync(client, new(port, AdminEndpoints.ConfigurationPath), cancellation), null);
        }
        catch (CommandException e)
        {
            return new(port, null, e.Message);
        }
    }

    // In a network of both families each replica has an address of each.
    private static IEnumerable<IPAddress> OfOneFamily(IEnumerable<IPAddress> addresses) =>
        addresses.Distinct().GroupBy(address => address.AddressFamily).OrderBy(family => family.Key).First();

    private static Uri At(Uri port, IPAddress address) => new UriBuilder(port) { Host = $"{address}" }.Uri;
}

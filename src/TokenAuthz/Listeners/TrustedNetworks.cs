using System.Collections.Immutable;
using System.Net;

namespace TokenAuthz.Listeners;

/// <summary>Networks of gateways and proxies.</summary>
internal static class TrustedNetworks
{
    /// <summary>Whether one of the networks has the address. An IPv4-mapped IPv6 address counts as IPv4.</summary>
    public static bool Includes(this ImmutableArray<IPNetwork> networks, IPAddress address)
    {
        if (address.IsIPv4MappedToIPv6) address = address.MapToIPv4();
        foreach (var network in networks)
        {
            if (network.Contains(address)) return true;
        }

        return false;
    }
}

using System.Collections.Immutable;
using System.Net;
using TokenAuthz.Signing.Requests;
using TokenAuthz.Tls;

namespace TokenAuthz.Listeners;

/// <summary>A port that answers checks.</summary>
/// <param name="Name">Its name, which labels metrics.</param>
/// <param name="Kind">How its gateways ask.</param>
/// <param name="Address">Where it listens.</param>
/// <param name="Tls">Its certificate; null for cleartext.</param>
/// <param name="ClientAddressHeader">The header in which the gateway names the client's address; null when it does not.</param>
/// <param name="TrustedProxies">The networks of the gateways whose questions are answered; null for everybody's.</param>
internal sealed record ListenerSettings(
    string Name,
    ListenerKind Kind,
    BindingAddress Address,
    TlsIdentity? Tls,
    HeaderName? ClientAddressHeader,
    ImmutableArray<IPNetwork>? TrustedProxies)
{
    /// <summary>Whether a peer may ask.</summary>
    public bool Trusts(IPAddress? peer) => TrustedProxies is not { } networks || (peer is not null && networks.Includes(peer));
}

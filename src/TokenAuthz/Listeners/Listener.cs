using System.Collections.Immutable;
using System.Net;
using TokenAuthz.Signing.Requests;

namespace TokenAuthz.Listeners;

/// <summary>
/// The listener that accepted a connection. It is set where the port is bound, so that nothing a client sends can choose it.
/// </summary>
/// <param name="Name">The listener's name.</param>
/// <param name="Kind">How its gateways ask; null for the admin port.</param>
/// <param name="ClientAddressHeader">The header with the client's address; null when no gateway sets it.</param>
internal sealed record Listener(string Name, ListenerKind? Kind, HeaderName? ClientAddressHeader)
{
    /// <summary>The name of the admin port in metrics and logs. No listener can have it, because names have no brackets.</summary>
    public const string AdminName = "(admin)";

    /// <summary>The port of metrics and health.</summary>
    public static Listener Admin { get; } = new(AdminName, Kind: null, ClientAddressHeader: null);

    /// <summary>The proxies that are trusted to name the client's address.</summary>
    public ImmutableArray<IPNetwork> TrustedProxies { get; init; } = [];

    /// <summary>Whether it is the port of metrics and health.</summary>
    public bool IsAdmin => Kind is null;
}

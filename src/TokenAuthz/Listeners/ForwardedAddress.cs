using System.Collections.Immutable;
using System.Net;
using TokenAuthz.Signing.Requests;

namespace TokenAuthz.Listeners;

/// <summary>
/// Reads the client's address from a header to which each proxy appends the address of its own client, as <c>X-Forwarded-For</c>. It is
/// read from its end, because only entries that trusted proxies wrote count.
/// </summary>
/// <param name="Header">The header.</param>
/// <param name="TrustedProxies">The proxies whose word is taken for the address in front of theirs.</param>
/// <param name="TrustedHops">How many proxies in front of the gateway are trusted, whatever their addresses; null to go by these.</param>
internal sealed record ForwardedAddress(HeaderName Header, ImmutableArray<IPNetwork> TrustedProxies, int? TrustedHops)
{
    /// <summary>
    /// The client's address: the entry with as many entries behind it as hops are trusted; or the last that is no trusted proxy's, or the
    /// first if all are. None if the header is absent or there twice, has too few entries, or an entry that is read is no address.
    /// </summary>
    public ClientAddress Read<TRequest>(in TRequest request)
        where TRequest : struct, IRequestView, allows ref struct
    {
        if (request.Header(Header, out var list) is not HeaderCount.One) return default;
        for (var hops = TrustedHops; ; hops--)
        {
            var comma = list.LastIndexOf((byte)',');
            var entry = list[(comma + 1)..].Trim(" \t"u8);
            if (!ClientAddress.TryParse(entry, out var address)) return default;
            var isClient = hops is { } left ? left == 0 : comma < 0 || !TrustedProxies.Includes(IPAddress.Parse(entry));
            if (isClient) return address;
            if (comma < 0) return default;
            list = list[..comma];
        }
    }
}

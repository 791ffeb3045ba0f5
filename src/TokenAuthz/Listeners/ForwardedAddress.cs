using System.Collections.Immutable;
using System.Net;
using TokenAuthz.Signing.Requests;

namespace TokenAuthz.Listeners;

/// <summary>
/// Reads the client's address from a header to which each proxy appends the address of its own client, as <c>X-Forwarded-For</c>. It is
/// read from its end, because only entries that trusted proxies wrote count.
/// </summary>
internal static class ForwardedAddress
{
    /// <summary>
    /// The last address that is no trusted proxy's, or the first if all are; none when an entry before that is no address.
    /// </summary>
    /// <param name="list">The header's value.</param>
    /// <param name="trustedProxies">The proxies whose word is taken for the address in front of theirs.</param>
    public static ClientAddress Read(ReadOnlySpan<byte> list, ImmutableArray<IPNetwork> trustedProxies)
    {
        while (true)
        {
            var comma = list.LastIndexOf((byte)',');
            if (!IPAddress.TryParse(list[(comma + 1)..].Trim(" \t"u8), out var address)) return default;
            if (comma < 0 || !trustedProxies.Includes(address)) return ClientAddress.From(address);
            list = list[..comma];
        }
    }
}

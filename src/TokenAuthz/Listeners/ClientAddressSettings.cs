using System.Collections.Immutable;
using System.Net;
using TokenAuthz.Engine.Configuration;
using TokenAuthz.Signing.Requests;

namespace TokenAuthz.Listeners;

/// <summary>The settings of a listener that say where the client's address is.</summary>
internal static class ClientAddressSettings
{
    private const string ForwardedFor = "X-Forwarded-For";

    private static readonly Setting<string?> AddressHeader = Setting.Text(
        "ClientAddressHeader",
        "The header in which the gateway names the client's address, for the kinds `ext-authz` and `ext-authz-grpc`.") with
    { DefaultNote = $"`{ForwardedFor}` with `TrustedHops`, else none" };

    private static readonly Setting<int?> Hops = Setting.Number(
        "TrustedHops",
        0,
        100,
        "the last address that is not in `TrustedProxies`",
        $"How many proxies in front of the gateway are trusted. The client's address is the entry of `{ForwardedFor}`, or of the header in "
            + "its place, that so many others follow; Envoy calls this number `xff_num_trusted_hops`.");

    /// <summary>Describes the settings.</summary>
    public static ImmutableArray<Setting> All { get; } = [AddressHeader, Hops];

    /// <summary>Reads the settings; mistakes are reported to the section.</summary>
    /// <param name="listener">The listener's section.</param>
    /// <param name="kind">How its gateways ask.</param>
    /// <param name="proxies">The networks of gateways and proxies.</param>
    /// <returns>Null when no header has the address.</returns>
    public static ForwardedAddress? Read(SettingsSection listener, ListenerKind kind, ImmutableArray<IPNetwork> proxies)
    {
        var hops = listener.Read(Hops);
        var header = ReadHeader(listener, kind) ?? kind.ClientAddressHeader ?? (hops is null ? null : new(ForwardedFor));
        return header is null ? null : new(header, proxies, hops);
    }

    private static HeaderName? ReadHeader(SettingsSection listener, ListenerKind kind)
    {
        if (listener.Read(AddressHeader) is not { } name) return null;
        if (kind.IsForwarded)
            listener.Reject(AddressHeader, $"the kind {kind.Name} has a place of its own for the client's address: leave this out");
        else if (HeaderName.IsToken(name))
            return new(name);
        else
            listener.Reject(AddressHeader, "write the name of a header, such as x-client-address");
        return null;
    }
}

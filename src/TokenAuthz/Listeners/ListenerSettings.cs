using System.Collections.Immutable;
using System.Net;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using TokenAuthz.Engine.Configuration;
using TokenAuthz.Engine.Snapshots;
using TokenAuthz.Tls;

namespace TokenAuthz.Listeners;

/// <summary>A port that answers checks.</summary>
/// <param name="Name">Its name, which labels metrics.</param>
/// <param name="Kind">How its gateways ask.</param>
/// <param name="Address">Where it listens.</param>
/// <param name="Socket">The same for a Unix socket; null for a port.</param>
/// <param name="Protocols">The versions of HTTP that it speaks.</param>
/// <param name="Tls">Its certificate; null for cleartext.</param>
/// <param name="PathPrefix">What the gateway puts in front of the target that it asks about; empty for nothing.</param>
/// <param name="ClientAddress">Where the gateway names the client's address; null when it does not.</param>
/// <param name="TrustedProxies">The networks of the gateways whose checks are answered; null for everybody's.</param>
internal sealed record ListenerSettings(
    string Name,
    ListenerKind Kind,
    BindingAddress Address,
    UnixSocket? Socket,
    HttpProtocols Protocols,
    TlsIdentity? Tls,
    string PathPrefix,
    ForwardedAddress? ClientAddress,
    ImmutableArray<IPNetwork>? TrustedProxies)
{
    /// <summary>The list.</summary>
    public const string Section = "Listeners";

    private const string DefaultUrl = "http://*:8080";

    private static readonly Setting<string?> NameSetting = Setting.Name(
        "Name", "The listener's name in metrics and logs.") with
    { DefaultNote = "the kind" };

    private static readonly Setting<ListenerKind> KindSetting = Setting.Choice(
        "Kind",
        ListenerKind.ExtAuthz,
        ListenerKind.All,
        kind => kind.Name,
        "The kind of gateway that asks, which says how it names the request; see [gateways](gateways.md).");

    private static readonly Setting<string?> UrlSetting = Setting.Text(
        "Url", "Where the listener accepts connections: `http://HOST:PORT`, `https://HOST:PORT`, or `unix:PATH` for a Unix socket.") with
    {
        IsRequired = true,
        Pattern = $"{PortAddress.Pattern}|{UnixSocket.Pattern}",
    };

    private static readonly Setting<ImmutableArray<IPNetwork>> Networks = Setting.Strings(
        "TrustedProxies",
        ParseNetwork,
        "The networks of the gateways, and of the proxies in front of them. The kinds that name the request in headers answer no other " +
            "peer.");

    private static readonly Setting<ImmutableArray<string>> Policies = Setting.Strings(
        "Policies", "The names of the policies that decide on this listener. A reload changes them.") with
    { DefaultNote = "every policy" };

    private static readonly Setting<ImmutableArray<SettingsSection>> List = Setting.List(
        Section,
        [
            NameSetting, KindSetting, UrlSetting, ListenerProtocol.Setting, .. UnixSocket.All, .. TlsSettings.All, Networks, Policies,
            .. ClientAddressSettings.All, PathPrefixSetting.Setting,
        ],
        "The ports that answer checks.") with
    {
        DefaultNote = $"one, of the kind `{ListenerKind.ExtAuthz.Name}`, at `{DefaultUrl}`",
    };

    /// <summary>Describes the settings.</summary>
    public static ImmutableArray<Setting> All { get; } = [List];

    /// <summary>Where it listens, as it is written in the configuration.</summary>
    public string Url => Socket is null ? Address.ToString() : UnixSocket.Scheme + Socket.Path;

    private static ListenerSettings Default => new(
        ListenerKind.ExtAuthz.Name,
        ListenerKind.ExtAuthz,
        BindingAddress.Parse(DefaultUrl),
        Socket: null,
        HttpProtocols.Http1,
        Tls: null,
        PathPrefix: "",
        ClientAddress: null,
        TrustedProxies: null);

    /// <summary>Whether a peer may ask. Of a Unix socket, whoever may open its file.</summary>
    public bool Trusts(IPAddress? peer) =>
        Socket is not null || TrustedProxies is not { } networks || (peer is not null && networks.Includes(peer));

    /// <summary>Reads the listeners; mistakes are reported to the section.</summary>
    public static ImmutableArray<ListenerSettings> Read(SettingsSection root)
    {
        var entries = root.Read(List);
        return entries.IsEmpty
            ? [Default]
            : [.. entries.Select(ReadListener)];
    }

    /// <summary>Reads which policies decide on each listener.</summary>
    public static ImmutableArray<ListenerBinding> ReadBindings(SettingsSection root, ImmutableArray<ListenerSettings> listeners)
    {
        var entries = root.Read(List);
        return [.. listeners.Select((listener, index) => listener.Bind(entries.IsEmpty ? root : entries[index], entries.IsEmpty))];
    }

    private static ListenerSettings ReadListener(SettingsSection entry)
    {
        var kind = entry.Read(KindSetting);
        if (!entry.Has(UrlSetting)) entry.RejectWithoutValue(UrlSetting, $"a listener needs a Url, such as {DefaultUrl}");
        var socket = UnixSocket.Read(entry, UrlSetting);
        var (address, tls) = socket is null ? PortAddress.Read(entry, UrlSetting, DefaultUrl) : ReadSocket(entry, socket);
        var networks = socket is null ? ReadNetworks(entry, kind) : null;
        return new(
            entry.Read(NameSetting) ?? kind.Name,
            kind,
            address,
            socket,
            ListenerProtocol.Read(entry, kind, hasTls: tls is not null),
            tls,
            PathPrefixSetting.Read(entry, kind),
            ClientAddressSettings.Read(entry, kind, networks ?? []),
            networks);
    }

    private static PortAddress ReadSocket(SettingsSection entry, UnixSocket socket)
    {
        if (entry.Has(TlsSettings.Section)) entry.Reject(UrlSetting, "a Unix socket has no TLS: leave Tls out");
        if (entry.Has(Networks))
            entry.RejectWithoutValue(Networks, "whoever may write to a Unix socket may ask: leave this out, and see SocketMode");
        return new(BindingAddress.Parse($"{Uri.UriSchemeHttp}://{UnixSocket.Scheme}{socket.Path}"), Tls: null);
    }

    // A peer of a port where headers name the request could ask about any request: without the setting no peer is trusted.
    private static ImmutableArray<IPNetwork>? ReadNetworks(SettingsSection entry, ListenerKind kind)
    {
        var networks = entry.Read(Networks);
        return kind.IsForwarded || networks.Length > 0 ? networks : null;
    }

    private static IPNetwork ParseNetwork(string text)
    {
        var isNetwork = IPNetwork.TryParse(text, out var network);
        if (!isNetwork && IPAddress.TryParse(text, out var address))
            (isNetwork, network) = (true, new(address, address.GetAddressBytes().Length * 8));
        if (!isNetwork) throw new FormatException("this is no network: write the gateways' addresses, such as 10.0.0.0/8 or fd00::1");
        return network.PrefixLength > 0
            ? network
            : throw new FormatException("this is every address, and a trusted peer can name any request: write the gateways' addresses");
    }

    private ListenerBinding Bind(SettingsSection entry, bool isDefault) => new(
        Name,
        isDefault ? [] : entry.Read(Policies),
        KnowsClientAddress: Kind.IsGrpc || ClientAddress is not null,
        HasBody: Kind.CanSendBody,
        CanAnswer: Kind.IsGrpc,
        entry)
    {
        CanChangeTarget = Kind.IsGrpc,
    };
}

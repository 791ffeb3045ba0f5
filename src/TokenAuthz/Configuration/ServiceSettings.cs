using System.Collections.Immutable;
using System.Net;
using Serilog.Events;
using TokenAuthz.Admin;
using TokenAuthz.Connections;
using TokenAuthz.Engine.Configuration;
using TokenAuthz.Engine.Hosting;
using TokenAuthz.Lifetime;
using TokenAuthz.Engine.Snapshots;
using TokenAuthz.Listeners;
using TokenAuthz.Redis;
using TokenAuthz.Signing.Requests;
using TokenAuthz.Tls;

namespace TokenAuthz.Configuration;

/// <summary>What the service, as a host of the engine, is configured with. Read at start; a change needs a restart.</summary>
internal sealed record ServiceSettings(
    ImmutableArray<ListenerSettings> Listeners,
    AdminSettings Admin,
    LifetimeSettings Lifetime,
    string? Redis,
    LogEventLevel LogLevel,
    LimitSettings Limits,
    CheckSettings Checks) : IHostSettings
{
    private const string DefaultUrl = "http://*:8080";
    private const string DefaultAdminUrl = "http://*:8081";

    /// <summary>The certificates of all ports.</summary>
    public ImmutableArray<TlsIdentity> Tls => [.. Listeners.Select(listener => listener.Tls).Append(Admin.Tls).OfType<TlsIdentity>()];

    /// <inheritdoc/>
    public OnAllowSettings OnAllow => Checks.OnAllow;

    /// <summary>Reads the settings; what is wrong is reported to the section.</summary>
    public static ServiceSettings Read(SettingsSection root)
    {
        var listeners = ReadListeners(root);
        var settings = new ServiceSettings(
            listeners,
            ReadAdmin(root),
            LifetimeSettings.Read(root),
            ReadRedis(root.Section("SingleUse")),
            Enum.Parse<LogEventLevel>(root.Section("Log").Choice("Level", nameof(LogEventLevel.Information), nameof(LogEventLevel.Debug), nameof(LogEventLevel.Information), nameof(LogEventLevel.Warning), nameof(LogEventLevel.Error))),
            LimitSettings.Read(root.Section("Limits"), listeners.Length),
            CheckSettings.Read(root));

        settings.RejectSharedPorts(root);
        return settings;
    }

    /// <summary>Reads the settings of the admin port alone.</summary>
    public static AdminSettings ReadAdmin(SettingsSection root)
    {
        var (address, tls) = ReadAddress(root.Section("Admin"), DefaultAdminUrl);
        return new(address, tls);
    }

    /// <inheritdoc/>
    public ImmutableArray<ListenerBinding> BindingsOf(SettingsSection root)
    {
        var entries = root.List("Listeners");
        return [.. Listeners.Select((listener, index) => new ListenerBinding(
            listener.Name,
            entries.IsEmpty ? [] : entries[index].Texts("Policies"),
            KnowsClientAddress: listener.Kind.IsGrpc || listener.ClientAddressHeader is not null,
            HasBody: listener.Kind.CanSendBody,
            entries.IsEmpty ? root : entries[index]))];
    }

    /// <inheritdoc/>
    public void ReadFiles(SettingsSection root) => root.Reject(Tls.SelectMany(identity => identity.Read()));

    private static ImmutableArray<ListenerSettings> ReadListeners(SettingsSection root)
    {
        var entries = root.List("Listeners");
        if (entries.IsEmpty) return [new(ListenerKind.ExtAuthz.Name, ListenerKind.ExtAuthz, BindingAddress.Parse(DefaultUrl), null, null, null)];
        return [.. entries.Select(ReadListener)];
    }

    private static ListenerSettings ReadListener(SettingsSection entry)
    {
        var name = entry.Choice("Kind", ListenerKind.ExtAuthz.Name, [.. ListenerKind.All.Select(kind => kind.Name)]);
        var kind = ListenerKind.All.Single(kind => kind.Name == name);
        if (!entry.Has("Url")) entry.RejectWithoutValue("Url", $"a listener needs a Url, such as {DefaultUrl}");
        var header = ReadHeader(entry, "ClientAddressHeader");
        if (header is not null && kind.IsForwarded)
            entry.Reject("ClientAddressHeader", $"the kind {kind.Name} has a place of its own for the client's address: leave this out");

        var (address, tls) = ReadAddress(entry, DefaultUrl);
        return new(entry.Name("Name") ?? kind.Name, kind, address, tls, header ?? kind.ClientAddressHeader, ReadNetworks(entry, kind));
    }

    // Whoever could reach a port of forwarded questions could ask about any request: without the setting nobody is trusted.
    private static ImmutableArray<IPNetwork>? ReadNetworks(SettingsSection entry, ListenerKind kind)
    {
        var networks = ImmutableArray.CreateBuilder<IPNetwork>();
        foreach (var text in entry.Texts("TrustedProxies"))
        {
            if (IPNetwork.TryParse(text, out var network)) networks.Add(network);
            else if (IPAddress.TryParse(text, out var address)) networks.Add(new(address, address.GetAddressBytes().Length * 8));
            else entry.RejectWithoutValue("TrustedProxies", $"'{text}' is no network: write the gateways' addresses, such as 10.0.0.0/8 or fd00::1");
            if (networks.LastOrDefault().PrefixLength == 0 && networks.Count > 0)
                entry.RejectWithoutValue("TrustedProxies", $"'{text}' is everybody, and whoever is trusted here can name any request: write the gateways' addresses");
        }

        return kind.IsForwarded || networks.Count > 0 ? networks.ToImmutable() : null;
    }

    private static string? ReadRedis(SettingsSection section)
    {
        var text = section.Secret("Redis");
        if (text is not null && !RedisUsedTokens.IsConfiguration(text))
            section.RejectWithoutValue("Redis", "write HOST:PORT, and what else the client of Redis is to know behind commas, such as redis:6379,ssl=true");
        return text;
    }

    private static HeaderName? ReadHeader(SettingsSection entry, string setting)
    {
        var name = entry.Text(setting);
        if (name is null || HeaderName.IsToken(name)) return name is null ? null : new(name);
        entry.Reject(setting, "write the name of a header, such as x-client-address");
        return null;
    }

    private static (BindingAddress Address, TlsIdentity? Tls) ReadAddress(SettingsSection section, string whenAbsent)
    {
        var address = ReadUrl(section, whenAbsent);
        var tls = section.Section("Tls");
        var (certificate, key, clientCa) = (ReadFileName(tls, "Certificate"), ReadFileName(tls, "Key"), ReadFileName(tls, "ClientCa"));
        if (address.Scheme == "http" && section.Has("Tls")) section.Reject("Url", "a Url with Tls begins with https://");
        if (address.Scheme == "https" && !(tls.Has("Certificate") && tls.Has("Key")))
            section.RejectWithoutValue("Tls", "a Url with https:// needs Tls:Certificate and Tls:Key, files in PEM");
        return (address, certificate is null || key is null ? null : new(tls.Path, certificate, key, clientCa));
    }

    private static string? ReadFileName(SettingsSection tls, string setting)
    {
        var name = tls.Text(setting);
        if (name?.Contains("-----BEGIN", StringComparison.Ordinal) is not true) return name;
        tls.RejectWithoutValue(setting, "this is the content of a file in PEM: write the name of the file");
        return null;
    }

    private static BindingAddress ReadUrl(SettingsSection section, string whenAbsent)
    {
        try
        {
            var address = BindingAddress.Parse(section.Text("Url") ?? whenAbsent);
            if (address.Scheme is "http" or "https" && address.PathBase.Length == 0 && IsHost(address.Host) && address.Port is >= 0 and <= ushort.MaxValue)
                return address;
        }
        catch (FormatException)
        {
            // Reported below, with the advice that fits any mistake in a URL.
        }

        section.Reject("Url", "write http://HOST:PORT or https://HOST:PORT, where HOST is *, localhost or an address of this machine");
        return BindingAddress.Parse(whenAbsent);
    }

    // Kestrel takes any other name for every address of the machine: with one wrong letter, metrics would be open to all.
    private static bool IsHost(string host) => host is "*" or "+" or "localhost" || IPAddress.TryParse(host, out _);

    // A port belongs to one listener, and the admin port is its own: health and metrics must not answer where checks do.
    private void RejectSharedPorts(SettingsSection root)
    {
        var ports = new HashSet<int>();
        foreach (var (index, listener) in Listeners.Index())
        {
            if (listener.Address.Port != 0 && !ports.Add(listener.Address.Port))
                root.RejectWithoutValue("Listeners", $"port {listener.Address.Port} of listener {index} belongs to another listener already");
        }

        if (Listeners.DistinctBy(listener => listener.Name, StringComparer.Ordinal).Count() != Listeners.Length)
            root.RejectWithoutValue("Listeners", "two listeners have the same Name: metrics could not tell them apart");
        if (Admin.Address.Port != 0 && ports.Contains(Admin.Address.Port))
            root.RejectWithoutValue("Admin", $"port {Admin.Address.Port} answers checks: give metrics and health a port of their own");
    }
}

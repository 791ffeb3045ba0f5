using System.Collections.Immutable;
using TokenAuthz.Connections;
using TokenAuthz.Engine.Configuration;
using TokenAuthz.Engine.Hosting;
using TokenAuthz.Engine.Snapshots;
using TokenAuthz.Lifetime;
using TokenAuthz.Listeners;
using TokenAuthz.Observability;
using TokenAuthz.Redis;
using TokenAuthz.Signing.Requests;
using TokenAuthz.Tls;

namespace TokenAuthz.Configuration;

/// <summary>The settings of the service. It reads them at start, so that a change needs a restart.</summary>
internal sealed record ServiceSettings(
    ImmutableArray<ListenerSettings> Listeners,
    AdminSettings Admin,
    LifetimeSettings Lifetime,
    RedisSettings? Redis,
    LogSettings Log,
    LimitSettings Limits,
    CheckSettings Checks) : IHostSettings
{
    /// <inheritdoc/>
    public static ImmutableArray<Setting> All { get; } =
    [
        .. ListenerSettings.All, .. AdminSettings.All, .. LifetimeSettings.All, .. RedisSettings.All, .. LogSettings.All,
        .. LimitSettings.All, .. CheckSettings.All,
    ];

    /// <summary>The certificates of all ports.</summary>
    public ImmutableArray<TlsIdentity> Tls => [.. Listeners.Select(listener => listener.Tls).Append(Admin.Tls).OfType<TlsIdentity>()];

    /// <inheritdoc/>
    public OnAllowSettings OnAllow => Checks.OnAllow;

    /// <inheritdoc/>
    public HeaderName? RequestIdHeader => Checks.RequestIdHeader;

    /// <summary>Reads the settings; mistakes are reported to the section.</summary>
    public static ServiceSettings Read(SettingsSection root)
    {
        var (listeners, checks) = (ListenerSettings.Read(root), CheckSettings.Read(root));
        var settings = new ServiceSettings(
            listeners,
            AdminSettings.Read(root),
            LifetimeSettings.Read(root),
            RedisSettings.Read(root),
            LogSettings.Read(root),
            LimitSettings.Read(root, listeners.Length, checks.BodySize),
            checks);

        settings.RejectSharedPorts(root);
        return settings;
    }

    /// <inheritdoc/>
    public ImmutableArray<ListenerBinding> BindingsOf(SettingsSection root) => ListenerSettings.ReadBindings(root, Listeners);

    /// <inheritdoc/>
    public void ReadFiles(SettingsSection root) => root.Reject(Tls.SelectMany(identity => identity.Read()));

    // Each port belongs to one listener, and the admin port to none: metrics must not answer where gateways ask.
    private void RejectSharedPorts(SettingsSection root)
    {
        var ports = new HashSet<int>();
        foreach (var (index, listener) in Listeners.Index())
        {
            if (listener.Socket is { } socket && Listeners.Take(index).Any(other => other.Socket?.Path == socket.Path))
                root.RejectWithoutValue(ListenerSettings.Section, $"{socket.Path} of listener {index} belongs to another listener already");
            var port = listener.Socket is null ? listener.Address.Port : 0;
            if (port != 0 && !ports.Add(port))
                root.RejectWithoutValue(ListenerSettings.Section, $"port {port} of listener {index} belongs to another listener already");
        }

        if (Listeners.DistinctBy(listener => listener.Name, StringComparer.Ordinal).Count() != Listeners.Length)
            root.RejectWithoutValue(ListenerSettings.Section, "two listeners have the same Name: metrics could not tell them apart");
        var adminPort = Admin.Address.Port;
        if (adminPort != 0 && ports.Contains(adminPort))
            root.RejectWithoutValue(AdminSettings.Section, $"port {adminPort} answers checks: give metrics and health a port of their own");
    }
}

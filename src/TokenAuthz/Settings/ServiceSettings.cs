using System.Collections.Immutable;
using System.Net;
using Serilog.Events;
using TokenAuthz.Engine;
using TokenAuthz.Engine.Configuration;
using TokenAuthz.Signing.Requests;

namespace TokenAuthz.Settings;

/// <summary>What the service, as a host of the engine, is configured with. Read at start; a change needs a restart.</summary>
internal sealed record ServiceSettings(
    ImmutableArray<ListenerSettings> Listeners,
    BindingAddress Admin,
    TimeSpan DrainTime,
    TimeSpan ReloadInterval,
    OnAllowSettings OnAllow,
    SingleUseSettings SingleUse,
    LogSettings Log)
{
    private const string ExtAuthz = "ext-authz";

    /// <summary>Reads the settings; what is wrong is reported to the section.</summary>
    public static ServiceSettings Read(SettingsSection root)
    {
        var onAllow = root.Section("OnAllow");
        var log = root.Section("Log");
        var singleUse = root.Section("SingleUse");
        var settings = new ServiceSettings(
            ReadListeners(root),
            ReadUrl(root.Section("Admin"), "http://*:8081"),
            root.Duration("DrainTime", TimeSpan.FromSeconds(10), TimeSpan.Zero, TimeSpan.FromMinutes(10)),
            root.Duration("ReloadInterval", TimeSpan.FromSeconds(1), TimeSpan.FromMilliseconds(100), TimeSpan.FromHours(1)),
            new(onAllow.Flag("KeyId"), onAllow.Flag("Policy"), onAllow.Flag("RemoveToken")),
            new(singleUse.Secret("Redis"), singleUse.Number("MaxTokens", 1_000_000, 1, 100_000_000)),
            new(
                Enum.Parse<LogEventLevel>(log.Choice("Level", nameof(LogEventLevel.Information), nameof(LogEventLevel.Debug), nameof(LogEventLevel.Information), nameof(LogEventLevel.Warning), nameof(LogEventLevel.Error))),
                log.Number("DenialsPerSecond", 10, 0, 1_000_000)));

        settings.RejectSharedPorts(root);
        return settings;
    }

    /// <summary>The listeners as the engine has to know them, with the sections that their errors belong to.</summary>
    public ImmutableArray<ListenerBinding> BindingsOf(SettingsSection root)
    {
        var entries = root.List("Listeners");
        return [.. Listeners.Select((listener, index) => new ListenerBinding(
            listener.Name,
            listener.Policies,
            TellsClientAddress: listener.ClientAddressHeader is not null,
            TellsBody: true,
            entries.IsEmpty ? root : entries[index]))];
    }

    private static ImmutableArray<ListenerSettings> ReadListeners(SettingsSection root)
    {
        var entries = root.List("Listeners");
        if (entries.IsEmpty) return [new(ExtAuthz, BindingAddress.Parse("http://*:8080"), null, [])];
        return [.. entries.Select(ReadListener)];
    }

    private static ListenerSettings ReadListener(SettingsSection entry)
    {
        var kind = entry.Choice("Kind", ExtAuthz, ExtAuthz);
        if (!entry.Has("Url")) entry.RejectUnseen("Url", "a listener needs a Url, such as http://*:8080");
        return new(entry.Name("Name") ?? kind, ReadUrl(entry, "http://*:8080"), ReadHeader(entry, "ClientAddressHeader"), entry.Texts("Policies"));
    }

    private static HeaderName? ReadHeader(SettingsSection entry, string setting)
    {
        var name = entry.Text(setting);
        if (name is null || HeaderName.IsToken(name)) return name is null ? null : new(name);
        entry.Reject(setting, "write the name of a header, such as x-client-address");
        return null;
    }

    private static BindingAddress ReadUrl(SettingsSection section, string whenAbsent)
    {
        try
        {
            var address = BindingAddress.Parse(section.Text("Url") ?? whenAbsent);
            if (address.Scheme == "http" && address.PathBase.Length == 0 && IsHost(address.Host) && address.Port is >= 0 and <= ushort.MaxValue)
                return address;
        }
        catch (FormatException)
        {
            // Reported below, with the advice that fits any mistake in a URL.
        }

        section.Reject("Url", "write http://HOST:PORT, where HOST is *, localhost or an address of this machine");
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
                root.RejectUnseen("Listeners", $"port {listener.Address.Port} of listener {index} belongs to another listener already");
        }

        if (Listeners.DistinctBy(listener => listener.Name, StringComparer.Ordinal).Count() != Listeners.Length)
            root.RejectUnseen("Listeners", "two listeners have the same Name: metrics could not tell them apart");
        if (Admin.Port != 0 && ports.Contains(Admin.Port))
            root.RejectUnseen("Admin", $"port {Admin.Port} answers checks: give metrics and health a port of their own");
    }
}

using System.Collections.Immutable;
using TokenAuthz.Engine.Configuration;
using TokenAuthz.Tls;

namespace TokenAuthz.Listeners;

/// <summary>The port of metrics and health.</summary>
/// <param name="Address">Where it listens.</param>
/// <param name="Tls">Its certificate; null for cleartext.</param>
internal sealed record AdminSettings(BindingAddress Address, TlsIdentity? Tls)
{
    /// <summary>The section.</summary>
    public const string Section = "Admin";

    private const string DefaultUrl = "http://*:8081";

    // Below the section, whose settings are those of any port.
    private static readonly Setting<string?> Url = Setting.Text(
        "Url", "Where the service answers for its metrics and its health. No listener may have the same port.") with
    {
        Default = DefaultUrl,
        Pattern = PortAddress.Pattern,
    };

    /// <summary>Describes the settings.</summary>
    public static ImmutableArray<Setting> All { get; } =
        [.. TlsSettings.All.Insert(0, Url).Select(setting => setting with { Path = $"{Section}:{setting.Path}" })];

    /// <summary>Reads the settings; mistakes are reported to the section.</summary>
    public static AdminSettings Read(SettingsSection root)
    {
        var (address, tls) = PortAddress.Read(root.Section(Section), Url, DefaultUrl);
        return new(address, tls);
    }
}

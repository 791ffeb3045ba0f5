using System.Collections.Immutable;
using TokenAuthz.Configuration;
using TokenAuthz.Engine.Configuration;
using TokenAuthz.Engine.Hosting;
using TokenAuthz.Engine.Snapshots;

namespace TokenAuthz.Commands;

/// <summary>
/// The service's settings for a command that opens no port. It reads no certificates, because they may be on another machine.
/// </summary>
internal sealed record CommandSettings(ServiceSettings Service) : IHostSettings
{
    /// <inheritdoc/>
    public static ImmutableArray<Setting> All => ServiceSettings.All;

    /// <summary>Reads the settings; mistakes are reported to the section.</summary>
    public static CommandSettings Read(SettingsSection root) => new(ServiceSettings.Read(root));

    /// <inheritdoc/>
    public ImmutableArray<ListenerBinding> BindingsOf(SettingsSection root) => Service.BindingsOf(root);
}

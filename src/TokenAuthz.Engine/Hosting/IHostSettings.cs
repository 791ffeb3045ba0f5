using System.Collections.Immutable;
using TokenAuthz.Engine.Configuration;
using TokenAuthz.Engine.Snapshots;
using TokenAuthz.Signing.Requests;

namespace TokenAuthz.Engine.Hosting;

/// <summary>
/// The settings that a host reads at its start, beside keys, schemes and policies. A change of one takes effect after a restart.
/// </summary>
public interface IHostSettings
{
    /// <summary>Describes the settings; any other name in the configuration is an error.</summary>
    static virtual ImmutableArray<Setting> All => [];

    /// <summary>What an allow tells the upstream.</summary>
    OnAllowSettings OnAllow => OnAllowSettings.Nothing;

    /// <summary>The header with the gateway's own id of a request, by which a check that is asked again is known; null for none.</summary>
    HeaderName? RequestIdHeader => null;

    /// <summary>The ways into the host, each with the policies that are listed for it.</summary>
    /// <param name="root">The section that the settings were read from.</param>
    ImmutableArray<ListenerBinding> BindingsOf(SettingsSection root);

    /// <summary>Reads the files that the settings name and that the host reads again when they change, such as certificates.</summary>
    /// <param name="root">Takes the errors.</param>
    void ReadFiles(SettingsSection root)
    {
    }
}

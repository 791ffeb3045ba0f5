using System.Collections.Immutable;
using TokenAuthz.Configuration;
using TokenAuthz.Engine.Hosting;
using TokenAuthz.Observability;

namespace TokenAuthz.Admin;

/// <summary>Which configuration a running service has in force, as the admin port shows it. Without secrets.</summary>
/// <param name="Version">The version of the service.</param>
/// <param name="LoadedAt">When the configuration in force was read.</param>
/// <param name="IsCurrent">Whether all files loaded as they stand now, certificates too.</param>
/// <param name="Errors">Why they did not.</param>
/// <param name="RestartNeeded">The paths of the changed settings that wait for a restart.</param>
/// <param name="Keys">The keys, without what signs.</param>
/// <param name="Listeners">Each listener as <c>NAME URL</c>.</param>
/// <param name="Units">The configuration units, which the other parameters but the keys say nothing about.</param>
internal sealed record ConfigurationStatus(
    string Version,
    DateTimeOffset LoadedAt,
    bool IsCurrent,
    ImmutableArray<string> Errors,
    ImmutableArray<string> RestartNeeded,
    ImmutableArray<KeyStatus> Keys,
    ImmutableArray<string> Listeners,
    ImmutableArray<UnitReport> Units)
{
    /// <summary>The status at this moment.</summary>
    public static ConfigurationStatus Of(HostConfiguration<ServiceSettings> configuration)
    {
        var (settings, state) = (configuration.Settings, configuration.State);
        return new(
            ConfigurationMetrics.Version,
            state.LoadedAt,
            state.IsCurrent && settings.Tls.All(identity => identity.IsCurrent),
            [.. state.Errors.Concat(settings.Tls.SelectMany(identity => identity.Errors)).Select(error => error.ToString())],
            state.RestartNeeded,
            [.. configuration.Engine.Snapshot.Keys.Select(KeyStatus.Of)],
            [.. settings.Listeners.Select(listener => $"{listener.Name} {listener.Url}")],
            [.. state.Units.Select(UnitReport.Of)]);
    }
}

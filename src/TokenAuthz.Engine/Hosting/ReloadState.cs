using System.Collections.Immutable;
using TokenAuthz.Engine.Configuration;
using TokenAuthz.Engine.Loading;

namespace TokenAuthz.Engine.Hosting;

/// <summary>Which configuration is in force, and how it differs from the files. Immutable.</summary>
/// <param name="LoadedAt">When the configuration in force was read.</param>
/// <param name="IsCurrent">Whether the files, as they stood at the last look, loaded.</param>
/// <param name="RestartNeeded">
/// The paths of the settings that have another value in the files than at the start, and wait for a restart.
/// </param>
/// <param name="Errors">Why they did not load, without secrets; empty when they did.</param>
/// <param name="Units">The state of each configuration unit that has a grant. The other parameters are about the operator's files.</param>
/// <param name="WithoutGrant">The files and folders among the units that belong to no unit with a grant, and are not read.</param>
public sealed record ReloadState(
    DateTimeOffset LoadedAt,
    bool IsCurrent,
    ImmutableArray<string> RestartNeeded,
    ImmutableArray<ConfigurationError> Errors,
    ImmutableArray<UnitState> Units,
    ImmutableArray<string> WithoutGrant);

using TokenAuthz.Engine.Configuration;
using TokenAuthz.Engine.Loading;
using TokenAuthz.Engine.Snapshots;

namespace TokenAuthz.Engine.Hosting;

/// <summary>The outcome of a look for changes. The default value is that nothing changed.</summary>
/// <param name="Snapshot">
/// The new snapshot, which is in force now; null when the operator's files did not change or do not load. A unit that changed is in force
/// with a snapshot of the engine that is not this one.
/// </param>
/// <param name="Failure">The errors of a changed configuration that does not load; null when there is none.</param>
/// <param name="RestartNeeded">The settings that wait for a restart, when they are others than before; null when they are the same.</param>
/// <param name="Units">The states of the configuration units that were read; null when none was, and what has no grant is the same.</param>
public readonly record struct ReloadOutcome(
    Snapshot? Snapshot,
    ConfigurationException? Failure,
    IReadOnlyList<string>? RestartNeeded = null,
    IReadOnlyList<UnitState>? Units = null);

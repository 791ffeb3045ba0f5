using TokenAuthz.Engine.Configuration;
using TokenAuthz.Engine.Snapshots;

namespace TokenAuthz.Engine.Hosting;

/// <summary>What came of looking for a change of the configuration.</summary>
/// <param name="Snapshot">The new snapshot, in force from now on; null when nothing changed or it does not load.</param>
/// <param name="Failure">Why the changed configuration does not load; null when it does or nothing changed.</param>
public readonly record struct ReloadOutcome(Snapshot? Snapshot, ConfigurationException? Failure);

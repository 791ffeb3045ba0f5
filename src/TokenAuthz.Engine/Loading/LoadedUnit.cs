using TokenAuthz.Engine.Configuration;
using TokenAuthz.Engine.Units;
using TokenAuthz.Signing.Schemes;

namespace TokenAuthz.Engine.Loading;

/// <summary>A unit as it is in force, with the files that it was read from. A unit that does not load keeps its last good state.</summary>
/// <param name="name">The unit's name.</param>
internal sealed class LoadedUnit(string name)
{
    private WatchedFiles _files = new();
    private string? _readWith;

    /// <summary>The unit in force; null when there is none, so that the requests of its grant are denied.</summary>
    public Unit? InForce { get; private set; }

    /// <summary>The state after the last look.</summary>
    public UnitState State { get; private set; } = new(name, UnitStatus.Missing, null, 0, [], []);

    /// <summary>Reads the unit if its files or its grant have changed.</summary>
    /// <returns>Whether it was read.</returns>
    public bool Look(UnitContext context, Grant grant, Dictionary<string, Scheme> presets, DateTimeOffset now)
    {
        var readWith = context.TextFor(grant);
        if (_readWith == readWith && !_files.HaveChanged) return false;
        (_readWith, _files) = (readWith, new(trustsStamps: true));
        try
        {
            InForce = new UnitReader(context, grant, presets).Read(new(name, context.Units.Directories), _files, now);
            State = InForce is { } unit
                ? new(name, UnitStatus.Current, now, unit.Policies.Length, [], unit.Warnings)
                : new(name, UnitStatus.Missing, null, 0, [], []);
        }
        catch (ConfigurationException e)
        {
            // A state that lets requests pass without a token ends with the grant to do so.
            if (InForce?.Policies.Any(policy => grant.OpeningBeyond(policy) is not null) is true) InForce = null;
            State = InForce is null
                ? new(name, UnitStatus.Refused, null, 0, e.Errors, [])
                : State with { Status = UnitStatus.Outdated, Errors = e.Errors };
        }

        return true;
    }
}

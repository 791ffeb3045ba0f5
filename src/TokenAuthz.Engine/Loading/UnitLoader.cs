using System.Collections.Immutable;
using TokenAuthz.Engine.Configuration;
using TokenAuthz.Engine.Units;
using TokenAuthz.Signing.Schemes;

namespace TokenAuthz.Engine.Loading;

/// <summary>
/// Loads configuration units, each apart from the others: one whose files do not load changes nothing of another, and a change of one reads
/// the files of that one only. Not for several threads at a time.
/// </summary>
internal sealed class UnitLoader
{
    private Dictionary<string, LoadedUnit> _units = [];
    private WatchedFiles _directories = new(trustsStamps: true);
    private UnitContext? _context;

    /// <summary>The units in force, in the order of the grants; null for one that is not.</summary>
    public ImmutableArray<Unit?> InForce { get; private set; } = [];

    /// <summary>The state of each unit, in the order of the grants.</summary>
    public ImmutableArray<UnitState> States { get; private set; } = [];

    /// <summary>The files and folders of the directories that belong to no unit with a grant.</summary>
    public ImmutableArray<string> WithoutGrant { get; private set; } = [];

    /// <summary>Looks for units that changed, and loads them.</summary>
    /// <returns>The states of those that were read; null when nothing changed.</returns>
    public IReadOnlyList<UnitState>? Look(UnitContext context, DateTimeOffset now)
    {
        var isNew = context != _context;
        var changed = new List<UnitState>();
        var presets = new Dictionary<string, Scheme>(StringComparer.Ordinal);
        if (isNew) _units = context.Units.Grants.ToDictionary(grant => grant.Unit, Kept, StringComparer.OrdinalIgnoreCase);
        foreach (var grant in context.Units.Grants)
        {
            var unit = _units[grant.Unit];
            if (unit.Look(context, grant, presets, now)) changed.Add(unit.State);
        }

        var hasOthers = LookForOthers(context, isNew);
        _context = context;
        if (!isNew && changed.Count == 0) return hasOthers ? [] : null;
        InForce = [.. context.Units.Grants.Select(grant => _units[grant.Unit].InForce)];
        States = [.. context.Units.Grants.Select(grant => _units[grant.Unit].State)];
        return changed.Count > 0 || hasOthers ? changed : null;

        LoadedUnit Kept(Grant grant) => _units.GetValueOrDefault(grant.Unit) ?? new(grant.Unit);
    }

    private bool LookForOthers(UnitContext context, bool isNew)
    {
        if (!isNew && !_directories.HaveChanged) return false;
        _directories = new(trustsStamps: true);
        var before = WithoutGrant;
        var names = context.Units.Grants.Select(grant => grant.Unit).ToHashSet(StringComparer.Ordinal);
        WithoutGrant =
        [
            .. context.Units.Directories.SelectMany(directory => UnitDirectory.List(directory, _directories))
                .Where(entry => !names.Contains(entry.Unit)).Select(entry => entry.Path),
        ];
        return !before.SequenceEqual(WithoutGrant);
    }
}

using System.Collections.Immutable;
using TokenAuthz.Engine.Configuration;
using TokenAuthz.Engine.Policies;

namespace TokenAuthz.Engine.Units;

/// <summary>Reads the section <c>Units</c>. No two units may be granted the
/// same host, path and listener, because only one can decide.</summary>
internal sealed class GrantReader(SettingsSection root)
{
    // Every path, which is the same as no path.
    private const string AnyPath = "/";

    private readonly Dictionary<(string Host, string Path), List<Grant>> _granted = [];

    /// <summary>Reads the directories and every grant; mistakes are reported to the section.</summary>
    public GrantedUnits Read()
    {
        var directories = root.Read(UnitSettings.Directories);
        var entries = root.Read(UnitSettings.Grants);
        if (!entries.IsEmpty && directories.IsEmpty)
            root.RejectWithoutValue(
                UnitSettings.Directories, "there are grants, and no directory of units: write one, such as /etc/token-authz/units");
        return new([.. directories.Select(Path.GetFullPath).Distinct()], [.. entries.Select(entry => ReadGrant(entry.Key, entry.Value))]);
    }

    private Grant ReadGrant(string name, SettingsSection entry)
    {
        if (!SettingsSection.IsName(name) || name[0] == '.')
            entry.RejectWithoutValue(
                UnitSettings.Hosts, $"{name} is no name of a unit: {SettingsSection.NameRule}, and none of the dots is the first");
        if (!entry.Has(UnitSettings.Hosts) && !entry.Has(UnitSettings.Paths))
            entry.RejectWithoutValue(UnitSettings.Hosts, "a grant needs Hosts or Paths: to grant every request, write the path /");
        var grant = new Grant(
            name,
            entry.Read(UnitSettings.Hosts),
            ReadPaths(entry),
            entry.Read(UnitSettings.Listeners),
            entry.Read(UnitSettings.WithoutToken));
        foreach (var (host, path) in PairsOf(grant)) RejectShared(entry, grant, host, path);
        return grant;
    }

    private static ImmutableArray<PathPattern> ReadPaths(SettingsSection entry)
    {
        var paths = entry.Read(UnitSettings.Paths);
        return paths.Any(path => path.Text == AnyPath) ? [] : paths;
    }

    private static IEnumerable<(string Host, string Path)> PairsOf(Grant grant) =>
        from host in grant.Hosts.Select(host => host.Text).DefaultIfEmpty("").Distinct()
        from path in grant.Paths.Select(path => path.Text).DefaultIfEmpty(AnyPath).Distinct()
        select (host, path);

    private void RejectShared(SettingsSection entry, Grant grant, string host, string path)
    {
        if (!_granted.TryGetValue((host, path), out var others)) _granted[(host, path)] = others = [];
        if (others.FirstOrDefault(other => Overlap(other.Listeners, grant.Listeners)) is { } other)
            entry.RejectWithoutValue(
                host.Length > 0 ? UnitSettings.Hosts : UnitSettings.Paths,
                $"{host}{path} is granted to the unit {other.Unit} already: grant it to one of them, or each of them a path below");
        others.Add(grant);
    }

    private static bool Overlap(ImmutableArray<string> listeners, ImmutableArray<string> others) =>
        listeners.IsEmpty || others.IsEmpty || listeners.Intersect(others, StringComparer.Ordinal).Any();
}

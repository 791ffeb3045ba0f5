using System.Collections.Immutable;
using TokenAuthz.Engine.Configuration;
using TokenAuthz.Engine.Keys;
using TokenAuthz.Engine.Policies;
using TokenAuthz.Engine.Schemes;
using TokenAuthz.Engine.Snapshots;
using TokenAuthz.Engine.Units;
using TokenAuthz.Signing.Schemes;

namespace TokenAuthz.Engine.Loading;

/// <summary>
/// Reads a configuration unit: keys, schemes and policies of its own, within its grant. Nothing of the operator or of another unit is in
/// its reach.
/// </summary>
/// <param name="context">What every unit is read with.</param>
/// <param name="grant">What this one may decide.</param>
/// <param name="presets">The presets that were compiled already, and takes those that are compiled here.</param>
internal sealed class UnitReader(UnitContext context, Grant grant, Dictionary<string, Scheme> presets)
{
    private const string Advice =
        "write a list of TokenAuthz:Keys, each with Id and File, or with the Directory of such files, which is in the unit's own folder";

    private static readonly SettingsTree Known = SettingsTree.Of(EngineSettings.OfUnits);

    private readonly ImmutableArray<ConfigurationError>.Builder _errors = ImmutableArray.CreateBuilder<ConfigurationError>();

    /// <summary>Reads the unit; null when there is no file.</summary>
    /// <param name="folders">Where its files are.</param>
    /// <param name="files">Remembers the files as they were read: a change of one is a reason to read again.</param>
    /// <param name="now">Tells which keys have ended.</param>
    /// <exception cref="ConfigurationException">It does not load; every error is in it.</exception>
    public Unit? Read(UnitFolders folders, WatchedFiles files, DateTimeOffset now)
    {
        if (folders.Read(files) is not { } settings) return null;
        var root = SettingsSection.Of(settings, SettingsSection.Root, _errors);
        var inspection = new KeyInspection(context.WeakKeys);
        var keys = new KeyReader(root, new(files, folders.Keys), inspection, isDevelopment: false, now)
        {
            IsKeyNeeded = ChecksTokens(root),
            Advice = Advice,
        };
        var rings = new KeyRings(keys.Read(), inspection, grant.Unit);
        var schemes = new SchemeReader(root, grant.Unit, presets);
        var policies = new PolicyReader(root, new(schemes, rings), grant.Unit) { Check = RejectBeyond }.Read();
        root.RejectUnknown(Known);
        if (_errors.Count > 0) throw new ConfigurationException(_errors.ToImmutable());
        return new(
            grant.Unit,
            policies,
            rings.Keys,
            [.. inspection.Warnings.Select(warning => $"unit {grant.Unit}: {warning}")],
            hasPaths: !grant.Paths.IsEmpty);
    }

    // Without Policies there is one that checks everything.
    private static bool ChecksTokens(SettingsSection root)
    {
        var policies = root.Read(PolicySettings.All);
        return policies.IsEmpty || policies.Any(policy => !Opens(policy.Text(PolicySettings.Action.Path)));

        static bool Opens(string? action) =>
            Enum.TryParse<PolicyAction>(action, ignoreCase: true, out var known) && known is not PolicyAction.Check;
    }

    private void RejectBeyond(SettingsSection entry, Policy policy)
    {
        foreach (var host in grant.HostsBeyond(policy)) Reject(PolicySettings.Hosts.Path, host);
        foreach (var path in grant.PathsBeyond(policy)) Reject(PolicySettings.Paths.Path, path);
        if (grant.OpeningBeyond(policy) is { } opening) Reject(opening, entry.Text(opening) ?? "");
        foreach (var listener in context.Listeners.Where(listener => grant.Includes(listener.Name)))
        {
            foreach (var obstacle in listener.ObstaclesTo(policy, "ask for a grant of other Listeners"))
                entry.RejectWithoutValue(PolicySettings.Scheme, $"{obstacle} (listener {listener.Name})");
        }

        void Reject(string setting, string value) =>
            entry.RejectWithoutValue(setting, $"'{value}' is beyond the grant of this unit: granted are {grant.Text}");
    }
}

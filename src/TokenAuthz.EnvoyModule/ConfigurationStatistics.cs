using System.Collections.Immutable;
using TokenAuthz.Engine.Hosting;
using TokenAuthz.Engine.Loading;
using TokenAuthz.Engine.Snapshots;

namespace TokenAuthz.EnvoyModule;

/// <summary>
/// Shows in Envoy's statistics which configuration and which keys are in force, when keys end, and which keys and schemes were used.
/// </summary>
internal sealed class ConfigurationStatistics
{
    private readonly string _filter;
    private readonly TokenUses _uses;
    private readonly nuint _reloadSuccessful;
    private readonly nuint _reloadSuccessTimestamp;
    private readonly nuint _lastLookTimestamp;
    private readonly nuint _restartNeeded;
    private readonly nuint _keyInfo;
    private readonly nuint _keyExpiry;
    private readonly nuint _keyUses;
    private readonly nuint _schemeUses;
    private readonly nuint _unitReloadSuccessful;
    private ImmutableHashSet<string> _shownKeys = [];
    private ImmutableHashSet<string> _shownEnds = [];
    private ImmutableHashSet<string> _shownUnits = [];

    /// <summary>Defines the statistics, while Envoy reads the filter's configuration.</summary>
    public ConfigurationStatistics(nint configuration, string filter, TokenUses uses)
    {
        (_filter, _uses) = (filter, uses);
        _unitReloadSuccessful = EnvoyAbi.Define(configuration, Statistic.UnitReloadSuccessful);
        _reloadSuccessful = EnvoyAbi.Define(configuration, Statistic.ReloadSuccessful);
        _reloadSuccessTimestamp = EnvoyAbi.Define(configuration, Statistic.ReloadSuccessTimestamp);
        _lastLookTimestamp = EnvoyAbi.Define(configuration, Statistic.LastLookTimestamp);
        _restartNeeded = EnvoyAbi.Define(configuration, Statistic.RestartNeeded);
        _keyInfo = EnvoyAbi.Define(configuration, Statistic.KeyInfo);
        _keyExpiry = EnvoyAbi.Define(configuration, Statistic.KeyExpiry);
        _keyUses = EnvoyAbi.Define(configuration, Statistic.KeyUses);
        _schemeUses = EnvoyAbi.Define(configuration, Statistic.SchemeUses);
        EnvoyAbi.Set(configuration, EnvoyAbi.Define(configuration, Statistic.BuildInfo), 1, Hooks.Version);
    }

    /// <summary>Shows what came of a look for changed files. On Envoy's main thread.</summary>
    /// <param name="configuration">Envoy's side of the filter.</param>
    /// <param name="state">The outcome of the looks until now.</param>
    /// <param name="snapshot">The snapshot in force.</param>
    /// <param name="look">When the last look ended, or the filter began.</param>
    /// <param name="isStuck">Whether a file does not answer, so that it may hold another configuration.</param>
    public void Show(nint configuration, ReloadState state, Snapshot snapshot, DateTimeOffset look, bool isStuck)
    {
        EnvoyAbi.Set(configuration, _reloadSuccessful, state.IsCurrent && !isStuck ? 1u : 0, _filter);
        EnvoyAbi.Set(configuration, _reloadSuccessTimestamp, Seconds(state.LoadedAt), _filter);
        EnvoyAbi.Set(configuration, _lastLookTimestamp, Seconds(look), _filter);
        EnvoyAbi.Set(configuration, _restartNeeded, state.RestartNeeded.IsEmpty ? 0 : 1u, _filter);
        ShowKeys(configuration, snapshot);
        foreach (var (id, uses) in _uses.TakeKeys(snapshot)) EnvoyAbi.Add(configuration, _keyUses, uses, _filter, id);
        foreach (var ((policy, scheme), uses) in _uses.TakeSchemes(snapshot))
            EnvoyAbi.Add(configuration, _schemeUses, uses, _filter, policy, scheme);
        _shownUnits = Show(
            configuration,
            _unitReloadSuccessful,
            _shownUnits,
            state.Units.Select(unit => (unit.Unit, unit.Status is UnitStatus.Current ? 1ul : 0)));
    }

    private void ShowKeys(nint configuration, Snapshot snapshot)
    {
        _shownKeys = Show(configuration, _keyInfo, _shownKeys, snapshot.Keys.Select(key => (key.Name, 1ul)));
        _shownEnds = Show(
            configuration,
            _keyExpiry,
            _shownEnds,
            snapshot.Keys.Where(key => key.NotAfter is not null).Select(key => (key.Name, Seconds(key.NotAfter!.Value))));
    }

    // Envoy keeps a gauge with labels for as long as it runs.
    private ImmutableHashSet<string> Show(
        nint configuration, nuint gauge, ImmutableHashSet<string> shown, IEnumerable<(string Name, ulong Value)> series)
    {
        var present = series.ToList();
        var names = present.Select(one => one.Name).ToImmutableHashSet(StringComparer.Ordinal);
        foreach (var gone in shown.Except(names)) EnvoyAbi.Set(configuration, gauge, 0, _filter, gone);
        foreach (var (name, value) in present) EnvoyAbi.Set(configuration, gauge, value, _filter, name);
        return names;
    }

    private static ulong Seconds(DateTimeOffset time) => (ulong)Math.Max(0, time.ToUnixTimeSeconds());
}

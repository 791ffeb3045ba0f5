using TokenAuthz.Admin;
using TokenAuthz.Configuration;
using TokenAuthz.Engine.Configuration;
using TokenAuthz.Engine.Hosting;
using TokenAuthz.Observability;

namespace TokenAuthz.Commands;

/// <summary>Checks configuration units.</summary>
internal static class UnitConfiguration
{
    /// <summary>Checks one unit within its grant, and prints what is in it.</summary>
    /// <exception cref="ConfigurationException">It does not load.</exception>
    public static async Task<int> CheckAsync(ConfigurationSource source, string name)
    {
        var unit = HostConfiguration.CheckUnit(source, ServiceSettings.Read, name, TimeProvider.System.GetUtcNow());
        await Console.Out.WriteLineAsync($"""
            The unit {unit.Unit} is valid.
              granted    {unit.Grant}
              keys       {ListText.Of([.. unit.Keys.Select(KeyStatus.Of)])}
              policies   {ListText.Of([.. unit.Policies.Select(CheckConfigCommand.Describe)])}
            """);
        foreach (var warning in unit.Warnings) await Console.Out.WriteLineAsync($"  warning    {warning}");
        return 0;
    }

    /// <summary>Prints the units of a configuration, and what is wrong with each.</summary>
    /// <returns>0 unless one does not load.</returns>
    public static async Task<int> ShowAsync(ReloadState state)
    {
        if (!state.Units.IsEmpty) await Console.Out.WriteLineAsync($"  units      {ListText.Of([.. state.Units.Select(UnitReport.Of)])}");
        if (!state.WithoutGrant.IsEmpty)
            await Console.Out.WriteLineAsync($"  warning    without a grant, and not read: {ListText.Of(state.WithoutGrant)}");
        var broken = state.Units.Where(unit => !unit.Errors.IsEmpty).ToList();
        foreach (var unit in broken)
        {
            var errors = unit.Errors.Length == 1 ? "error" : "errors";
            await Console.Error.WriteLineAsync($"token-authz: the unit {unit.Unit} does not load ({unit.Errors.Length} {errors}):");
            foreach (var error in unit.Errors) await Console.Error.WriteLineAsync($"  {error}");
        }

        return broken.Count == 0 ? 0 : 1;
    }
}

using System.Collections.Immutable;
using TokenAuthz.Engine.Loading;

namespace TokenAuthz.Admin;

/// <summary>Which state of a configuration unit is in force, as the admin port shows it. Without secrets.</summary>
/// <param name="Unit">The unit's name.</param>
/// <param name="Status">The kind of the state: <c>Current</c>, <c>Outdated</c>, <c>Refused</c> or <c>Missing</c>.</param>
/// <param name="LoadedAt">When the state in force was read; null when there is none.</param>
/// <param name="Policies">How many policies it has.</param>
/// <param name="Errors">Why the files of the unit did not load.</param>
internal sealed record UnitReport(string Unit, string Status, DateTimeOffset? LoadedAt, int Policies, ImmutableArray<string> Errors)
{
    /// <summary>The report of a state.</summary>
    public static UnitReport Of(UnitState state) => new(
        state.Unit,
        state.Status.ToString(),
        state.LoadedAt,
        state.Policies,
        [.. state.Errors.Select(error => error.ToString())]);

    /// <summary>Whether the files, as they stand, did not load.</summary>
    public bool IsBroken => !Errors.IsEmpty;

    /// <summary>One line of text.</summary>
    public override string ToString() => $"{Unit} ({Status switch
    {
        nameof(UnitStatus.Current) => $"{Policies} policies",
        nameof(UnitStatus.Outdated) => $"does not load, the last good state of {Policies} policies stays in force",
        nameof(UnitStatus.Refused) => "does not load, its requests are denied",
        _ => "has no file, its requests are denied",
    }})";
}

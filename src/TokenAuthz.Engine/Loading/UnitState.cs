using System.Collections.Immutable;
using TokenAuthz.Engine.Configuration;

namespace TokenAuthz.Engine.Loading;

/// <summary>Which state of a configuration unit is in force, and how it differs from the files. Immutable.</summary>
/// <param name="Unit">The unit's name.</param>
/// <param name="Status">The kind of the state in force.</param>
/// <param name="LoadedAt">When the state in force was read; null when there is none.</param>
/// <param name="Policies">How many policies it has.</param>
/// <param name="Errors">Why the files did not load, without secrets; empty when they did.</param>
/// <param name="Warnings">The warnings about the state in force; no secret is in them.</param>
public sealed record UnitState(
    string Unit,
    UnitStatus Status,
    DateTimeOffset? LoadedAt,
    int Policies,
    ImmutableArray<ConfigurationError> Errors,
    ImmutableArray<string> Warnings);

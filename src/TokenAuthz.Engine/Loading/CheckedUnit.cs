using System.Collections.Immutable;
using TokenAuthz.Engine.Policies;
using TokenAuthz.Signing.Keys;

namespace TokenAuthz.Engine.Loading;

/// <summary>A configuration unit that loads.</summary>
/// <param name="Unit">The unit's name.</param>
/// <param name="Grant">What it is granted, in words.</param>
/// <param name="Keys">Its keys in the order written.</param>
/// <param name="Policies">Its policies in the order in which they are tried.</param>
/// <param name="Warnings">The warnings about it; no secret is in them.</param>
public sealed record CheckedUnit(
    string Unit, string Grant, ImmutableArray<Key> Keys, ImmutableArray<Policy> Policies, ImmutableArray<string> Warnings);

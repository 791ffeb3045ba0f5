using System.Collections.Immutable;

namespace TokenAuthz.Engine.Units;

/// <summary>The units that the operator's configuration knows. Immutable.</summary>
/// <param name="Directories">The full paths of the directories in which they are.</param>
/// <param name="Grants">What each may decide, in the order of their names.</param>
internal sealed record GrantedUnits(ImmutableArray<string> Directories, ImmutableArray<Grant> Grants)
{
    /// <summary>No units.</summary>
    public static GrantedUnits None { get; } = new([], []);
}

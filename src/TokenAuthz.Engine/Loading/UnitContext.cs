using System.Collections.Immutable;
using TokenAuthz.Engine.Keys;
using TokenAuthz.Engine.Snapshots;
using TokenAuthz.Engine.Units;

namespace TokenAuthz.Engine.Loading;

/// <summary>What every unit is read with.</summary>
/// <param name="Units">The directories of units, and the grants.</param>
/// <param name="Listeners">The listeners of the host.</param>
/// <param name="WeakKeys">What happens to keys that can be guessed.</param>
internal sealed record UnitContext(GrantedUnits Units, ImmutableArray<ListenerBinding> Listeners, WeakKeys WeakKeys)
{
    /// <summary>What a unit is read with, in words: another text is a reason to read it again.</summary>
    public string TextFor(Grant grant) => $"{grant.Text}; {WeakKeys}; {string.Join(' ', Units.Directories)}";
}

using TokenAuthz.Signing.Keys;
using TokenAuthz.Signing.Schemes;

namespace TokenAuthz.Signing.Verifying;

/// <summary>A scheme whose tokens are accepted, and the keys that may have signed them.</summary>
/// <param name="Scheme">The scheme.</param>
/// <param name="Keys">The keys, one or more, read as the scheme says.</param>
public sealed record AcceptedScheme(Scheme Scheme, KeyRing Keys)
{
    /// <summary>The scheme's name.</summary>
    public string Name => Scheme.Name;
}

using TokenAuthz.Signing.Keys;
using TokenAuthz.Signing.Schemes;

namespace TokenAuthz.Engine;

/// <summary>What a request has to show: a scheme's token, made with one of the keys.</summary>
public sealed class Policy(string name, Scheme scheme, KeyRing keys)
{
    /// <summary>The name, from configuration: it labels metrics.</summary>
    public string Name { get; } = name;

    /// <summary>The format of the token.</summary>
    public Scheme Scheme { get; } = scheme;

    /// <summary>The keys that may have made it.</summary>
    public KeyRing Keys { get; } = keys;
}

using System.Collections.Immutable;
using TokenAuthz.Engine.Policies;
using TokenAuthz.Signing.Keys;

namespace TokenAuthz.Engine.Units;

/// <summary>A configuration unit as it was loaded: its keys, and its policies with its schemes. Immutable.</summary>
internal sealed class Unit
{
    private readonly PolicyTable _policies;
    private readonly PolicyTable _withoutAnswers;

    /// <param name="name">The name.</param>
    /// <param name="policies">The policies in the order in which they are tried.</param>
    /// <param name="keys">The keys in the order written.</param>
    /// <param name="warnings">The warnings about the unit.</param>
    /// <param name="hasPaths">Whether its grant lists paths.</param>
    public Unit(string name, ImmutableArray<Policy> policies, ImmutableArray<Key> keys, ImmutableArray<string> warnings, bool hasPaths)
    {
        (Name, Policies, Keys, Warnings) = (name, policies, keys, warnings);
        _policies = new(policies, mayBeWhateverPath: !hasPaths);
        var hasAnswers = policies.Any(policy => policy.Handshake is HandshakeMode.Answer);
        _withoutAnswers = hasAnswers
            ? new([.. policies.Select(policy => policy.WithoutAnswers())], mayBeWhateverPath: !hasPaths)
            : _policies;
    }

    /// <summary>The name, which begins the names of its policies and keys.</summary>
    public string Name { get; }

    /// <summary>The policies in the order in which they are tried.</summary>
    public ImmutableArray<Policy> Policies { get; }

    /// <summary>The keys in the order written.</summary>
    public ImmutableArray<Key> Keys { get; }

    /// <summary>The warnings about the unit, which is in force all the same.</summary>
    public ImmutableArray<string> Warnings { get; }

    /// <summary>The policies for a listener.</summary>
    /// <param name="canAnswer">Whether the listener's gateway hands on an answer to a handshake.</param>
    public PolicyTable PoliciesFor(bool canAnswer) => canAnswer ? _policies : _withoutAnswers;
}

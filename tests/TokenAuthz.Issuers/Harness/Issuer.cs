using System.Collections.Immutable;
using TokenAuthz.Testing.PresetFiles;

namespace TokenAuthz.Issuers.Harness;

/// <summary>A library that signs requests in one way.</summary>
/// <param name="Name">The library and the way, which is a row of tests.</param>
/// <param name="Settings">The settings of the scheme <c>issued</c> and of its keys.</param>
/// <param name="Sign">Signs a request that the library makes of random input, as if it were that time.</param>
internal sealed record Issuer(
    string Name, ImmutableArray<string> Settings, Func<RandomInput, DateTimeOffset, Task<IssuedRequest>> Sign)
{
    /// <summary>The parts that the signature covers.</summary>
    public required RequestParts Signs { get; init; }

    /// <summary>The headers that the signature covers.</summary>
    public string[] Headers { get; init; } = [];

    /// <summary>The signature's text in a request.</summary>
    public required Func<IssuedRequest, string> Signature { get; init; }

    /// <summary>How long before and after its time a request is allowed at most; null for always, and for any time before.</summary>
    public (TimeSpan? Before, TimeSpan After)? Holds { get; init; }

    /// <summary>Whether the library signs at any time, and not only now.</summary>
    public bool HasClock { get; init; } = true;

    public override string ToString() => Name;
}

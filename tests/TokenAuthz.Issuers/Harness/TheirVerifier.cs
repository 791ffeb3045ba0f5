using System.Collections.Immutable;
using TokenAuthz.Signing.Issuing;
using TokenAuthz.Testing.Vectors;

namespace TokenAuthz.Issuers.Harness;

/// <summary>A library that verifies what we sign, or signs the same so that the two can be compared.</summary>
/// <param name="Name">The library and the way, which is a row of tests.</param>
/// <param name="Scheme">The settings of the scheme: <c>Preset=jwt</c>.</param>
/// <param name="Key">The key to sign with.</param>
/// <param name="Request">Makes a request at random.</param>
/// <param name="Verify">Why the library does not accept the signed request at its time; null if it does.</param>
internal sealed record TheirVerifier(
    string Name,
    ImmutableArray<string> Scheme,
    VectorKey Key,
    Func<RandomInput, UnsignedRequest> Request,
    Func<UnsignedRequest, SignedRequest, DateTimeOffset, Task<string?>> Verify)
{
    /// <summary>Whether the library signs at any time, and not only now.</summary>
    public bool HasClock { get; init; } = true;

    /// <summary>The headers of a signed request as its client sends it, the names in lower case.</summary>
    public static Dictionary<string, string> Headers(UnsignedRequest request, SignedRequest signed) =>
        request.Headers.Concat(signed.Headers).Append(new("host", request.Host))
            .ToDictionary(header => header.Key.ToLowerInvariant(), header => header.Value);

    /// <summary>Headers that a client sends, and the scheme may sign.</summary>
    public static ImmutableDictionary<string, string> With(string name, string value) =>
        ImmutableDictionary.Create<string, string>(StringComparer.OrdinalIgnoreCase).Add(name, value);

    public override string ToString() => Name;
}

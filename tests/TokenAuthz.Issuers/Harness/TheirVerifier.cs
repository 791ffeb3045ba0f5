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
    public override string ToString() => Name;
}

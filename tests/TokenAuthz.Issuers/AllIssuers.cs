using System.Collections.Immutable;
using TokenAuthz.Issuers.Harness;
using TokenAuthz.Issuers.Libraries;

namespace TokenAuthz.Issuers;

/// <summary>Every library, and every way in which it signs.</summary>
internal static class AllIssuers
{
    public static ImmutableArray<Issuer> List { get; } = [HttpMessageSignatures.Issuers[0], .. AwsSdkNet.Issuers, .. AwsForNode.Issuers];

    /// <summary>Every library that verifies.</summary>
    public static ImmutableArray<TheirVerifier> Verifiers { get; } = [HttpMessageSignatures.Verifiers[0]];
}

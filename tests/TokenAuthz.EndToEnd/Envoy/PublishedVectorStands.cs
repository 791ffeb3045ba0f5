using System.Collections.Immutable;
using TokenAuthz.EndToEnd.Harness;

namespace TokenAuthz.EndToEnd.Envoy;

/// <summary>Stands with the shipped file, by which Envoy also tells the service the client's address.</summary>
public sealed class PublishedVectorStands : VectorStands
{
    private const string AddressHeader = "x-client-address";

    // The address of the tests.
    private const string Client = "127.0.0.1";

    private protected override Way Way => Way.Http;

    private protected override IEnumerable<Vector> Vectors => Vector.All.Where(Includes);

    /// <summary>Whether a vector can be sent as it stands, to a clock that tells the
    /// present: its token is in the URL, and what was published holds today.</summary>
    internal static bool Includes(Vector vector) =>
        vector.Definition.Token.All(
            part => part.StartsWith("query:", StringComparison.Ordinal) || part.StartsWith("path:", StringComparison.Ordinal))
        && vector.ClientIp is null or Client
        && VectorVerdict.Of(vector).Reason == VectorVerdict.Of(vector, TimeProvider.System.GetUtcNow()).Reason;

    private protected override Task<Stand> StartAsync(ImmutableArray<string> settings) =>
        Stand.StartAsync(new(Way, [.. settings, $"Listeners:0:ClientAddressHeader={AddressHeader}"])
        {
            Configure = file => file.TellingClientAddress(AddressHeader),
        });
}

using TokenAuthz.EndToEnd.Harness;
using TokenAuthz.Tests.Signing.Vectors;

namespace TokenAuthz.EndToEnd.Envoy;

/// <summary>
/// The shipped configuration, which tells the client's address besides, and a policy for each host and path of the vectors.
/// There is a further stand for vectors that ask for the same URL of a service that is configured in another way.
/// </summary>
public sealed class PublishedVectorStands : IAsyncLifetime
{
    private const string AddressHeader = "x-client-address";

    // The client that a test is.
    private const string Client = "127.0.0.1";

    private readonly List<Stand> _stands = [];
    private readonly Dictionary<Place, Stand> _byPlace = [];

    /// <summary>Whether a vector can be sent as it stands, to a clock that tells the present: its token is in the URL, and what was published holds today.</summary>
    internal static bool Includes(Vector vector) =>
        VectorScheme.DefinitionOf(vector).Token.All(part => part.StartsWith("query:", StringComparison.Ordinal) || part.StartsWith("path:", StringComparison.Ordinal))
        && vector.ClientIp is null or Client
        && VectorVerdict.Of(vector).Reason == VectorVerdict.Of(vector, TimeProvider.System.GetUtcNow()).Reason;

    public async ValueTask InitializeAsync()
    {
        if (Programs.Find("envoy") is null) return;
        foreach (var share in VectorConfiguration.Share(Vector.All.Where(Includes).Select(PlaceOf).Distinct(), MayShare))
        {
            var stand = await Stand.StartAsync(
                file => file.TellingClientAddress(AddressHeader),
                [.. share.SelectMany(Settings), .. VectorConfiguration.Keys(share.Select(place => place.Configuration)), $"Listeners:0:ClientAddressHeader={AddressHeader}"]);
            _stands.Add(stand);
            foreach (var place in share) _byPlace[place] = stand;
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var stand in _stands) await stand.DisposeAsync();
    }

    /// <summary>Sends a vector through Envoy.</summary>
    internal Task<Passage> PassAsync(Vector vector)
    {
        Programs.Require("envoy");
        return _byPlace[PlaceOf(vector)].PassAsync(vector.Request());
    }

    private static Place PlaceOf(Vector vector) => new(vector.Host.Split(':')[0], vector.Target.Split('?')[0], VectorConfiguration.Of(vector));

    private static bool MayShare(Place one, Place other) =>
        one.Configuration.MayShareWith(other.Configuration) && ((one.Host, one.Path) != (other.Host, other.Path) || one.Configuration == other.Configuration);

    private static IEnumerable<string> Settings(Place place, int index) =>
        [.. place.Configuration.Settings(index), $"Policies:{index}:Hosts:0={place.Host}", $"Policies:{index}:Paths:0=={place.Path}"];

    private sealed record Place(string Host, string Path, VectorConfiguration Configuration);
}

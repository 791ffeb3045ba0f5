using System.Collections.Immutable;
using TokenAuthz.EndToEnd.Harness;

namespace TokenAuthz.EndToEnd.Envoy;

/// <summary>
/// Stands with a policy for each host and path of the vectors. Two vectors with the same URL and different settings need two
/// stands.
/// </summary>
public abstract class VectorStands : IAsyncLifetime
{
    private readonly List<Stand> _stands = [];
    private readonly Dictionary<Place, Stand> _byPlace = [];

    private protected abstract Way Way { get; }

    private protected abstract IEnumerable<Vector> Vectors { get; }

    public virtual async ValueTask InitializeAsync()
    {
        if (!Programs.AreThere(Way.Needed)) return;
        foreach (var share in VectorConfiguration.Share(Vectors.Select(PlaceOf).Distinct(), MayShare))
        {
            var stand =
                await StartAsync([.. share.SelectMany(Settings), .. VectorConfiguration.Keys(share.Select(place => place.Configuration))]);
            _stands.Add(stand);
            foreach (var place in share) _byPlace[place] = stand;
        }
    }

    public virtual async ValueTask DisposeAsync()
    {
        foreach (var stand in _stands) await stand.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    /// <summary>Sends a vector through Envoy, and asserts that its verdict is the published one.</summary>
    internal async Task AssertVerdictAsync(Vector vector, string description, params IEnumerable<KeyValuePair<string, string>> added)
    {
        Programs.Require(Way.Needed);
        var core = VectorVerdict.Of(vector);

        var passage = await _byPlace[PlaceOf(vector)].PassAsync(vector.Request(added));

        var expected = vector.IsAllowed ? (200, true, null) : (403, false, TokenAuthz.Signing.DenyReasons.Text(core.Reason!.Value));
        Expect.Equal(
            expected,
            (passage.Answer.Status, passage.Arrived is not null, vector.IsAllowed ? null : passage.Answer.Body),
            $"{description}, of which the core says {core}");
    }

    private protected abstract Task<Stand> StartAsync(ImmutableArray<string> settings);

    private static Place PlaceOf(Vector vector) =>
        new(vector.Host.Split(':')[0], vector.Target.Split('?')[0], VectorConfiguration.Of(vector));

    private static bool MayShare(Place one, Place other) =>
        one.Configuration.MayShareWith(other.Configuration)
        && ((one.Host, one.Path) != (other.Host, other.Path) || one.Configuration == other.Configuration);

    private static IEnumerable<string> Settings(Place place, int index) =>
        [.. place.Configuration.Settings(index), $"Policies:{index}:Hosts:0={place.Host}", $"Policies:{index}:Paths:0=={place.Path}"];

    private sealed record Place(string Host, string Path, VectorConfiguration Configuration);
}

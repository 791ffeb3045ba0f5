using TokenAuthz.EndToEnd.Harness;

namespace TokenAuthz.EndToEnd.Cluster;

/// <summary>
/// A steady load of right and of wrong tokens through the shipped Envoys, the one that asks by HTTP and the one that asks by gRPC.
/// </summary>
internal sealed class EdgeLoad : IAsyncDisposable
{
    private readonly List<EdgeStand> _edges = [];
    private readonly List<SteadyLoad> _right = [];
    private readonly List<SteadyLoad> _wrong = [];

    private EdgeLoad()
    {
    }

    public static async Task<EdgeLoad> StartAsync(Release release)
    {
        var load = new EdgeLoad();
        try
        {
#pragma warning disable CA2000 // Disposed of with the load.
            load.Add(await EdgeStand.StartAsync(release));
            load.Add(await EdgeStand.StartGrpcAsync(release));
#pragma warning restore CA2000
            return load;
        }
        catch
        {
            await load.DisposeAsync();
            throw;
        }
    }

    public async Task UntilAllAreAskedAsync(int replicas = 2)
    {
        foreach (var edge in _edges) await edge.UntilAllAreAskedAsync(replicas);
    }

    /// <summary>Waits until a request without a token is answered so, by each way.</summary>
    public async Task UntilAsync(string target, int status)
    {
        foreach (var edge in _edges)
            await Poll.UntilAsync($"{target} without a token is answered {status}", async () => await edge.StatusAsync(target) == status);
    }

    /// <summary>Stops, and sees that each right token was allowed and each wrong one denied: not one request failed.</summary>
    public async Task AssertNoneFailedAsync()
    {
        foreach (var load in _right) Assert.Equal(["OK"], (await load.StopAsync()).Keys);
        foreach (var load in _wrong) Assert.Equal(["Forbidden"], (await load.StopAsync()).Keys);
        Assert.Equal(_right.Select(load => load.Sent), _edges.Select(edge => edge.Arrived));
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var load in _right.Concat(_wrong)) await load.DisposeAsync();
        foreach (var edge in _edges) await edge.DisposeAsync();
    }

    private void Add(EdgeStand edge)
    {
        _edges.Add(edge);
        _right.Add(edge.Load(ClusterFixture.Standing));
        _wrong.Add(edge.WrongLoad());
    }
}

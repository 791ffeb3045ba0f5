using System.Collections.Immutable;
using TokenAuthz.EndToEnd.Envoy;
using TokenAuthz.EndToEnd.Harness;

namespace TokenAuthz.EndToEnd.InsideEnvoy;

/// <summary>Stands with the check inside, a clock that a test sets, and trust in the test's word about the client's address.</summary>
public sealed class ModuleVectorStands : VectorStands
{
    private readonly WallClock _clock = new();

    private protected override Way Way => Way.Inside;

    private protected override IEnumerable<Vector> Vectors => Vector.All;

    public override async ValueTask InitializeAsync()
    {
        if (Programs.AreThere(Way.Needed)) await _clock.BuildAsync();
        await base.InitializeAsync();
    }

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        _clock.Dispose();
    }

    /// <summary>Sends a vector at its own time, from its own address.</summary>
    internal Task AssertVerdictThenAsync(Vector vector, string description)
    {
        Programs.Require(Way.Needed);
        _clock.Set(vector.Now);
        return AssertVerdictAsync(vector, description, KeyValuePair.Create("X-Forwarded-For", vector.ClientIp ?? "127.0.0.1"));
    }

    private protected override Task<Stand> StartAsync(ImmutableArray<string> settings) =>
        Stand.StartAsync(new(Way, settings)
        {
            Configure = file => file.With("use_remote_address: true", "use_remote_address: true\n                xff_num_trusted_hops: 1"),
            Environment = _clock.Environment,
        });
}

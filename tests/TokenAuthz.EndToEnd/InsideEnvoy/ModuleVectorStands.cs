using System.Collections.Immutable;
using TokenAuthz.EndToEnd.Envoy;
using TokenAuthz.EndToEnd.Harness;

namespace TokenAuthz.EndToEnd.InsideEnvoy;

/// <summary>The example, with a clock that can be set, behind a proxy whose word about the client's address counts.</summary>
public sealed class ModuleVectorStands : VectorStands
{
    private readonly WallClock _clock = new();

    private protected override IEnumerable<string> Needed => ModuleLibrary.Needed;

    private protected override IEnumerable<Vector> Vectors => Vector.All;

    public override async ValueTask InitializeAsync()
    {
        if (Needed.All(program => Programs.Find(program) is not null)) await _clock.BuildAsync();
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
        Programs.Require(Needed);
        _clock.Set(vector.Now);
        return AssertVerdictAsync(vector, description, KeyValuePair.Create("X-Forwarded-For", vector.ClientIp ?? "127.0.0.1"));
    }

    private protected override Task<Stand> StartAsync(ImmutableArray<string> settings) =>
        Stand.StartInsideAsync(file => file.With("use_remote_address: true", "use_remote_address: true\n                xff_num_trusted_hops: 1"), _clock.Environment, [.. settings]);
}

using TokenAuthz.EndToEnd.Harness;

namespace TokenAuthz.EndToEnd.Envoy;

/// <summary>The same by gRPC: whatever is answered with another status than OK, it lets pass.</summary>
public sealed class GrpcFailingOpenStand : FailingOpenStand
{
    internal override Task<Stand> StartAnotherAsync(Func<EnvoyFile, EnvoyFile> configure, params string[] settings) =>
        Stand.StartGrpcAsync(file => configure(file).FailingOpen(), settings);
}

using TokenAuthz.EndToEnd.Harness;

namespace TokenAuthz.EndToEnd.Envoy;

/// <summary>The classes that share an Envoy that asks by gRPC and fails open, one after the other.</summary>
[CollectionDefinition]
public sealed class GrpcFailingOpenGateway : ICollectionFixture<StandFixture>
{
    internal static StandOptions Options { get; } = new(Way.Grpc) { IsFailingOpen = true };
}

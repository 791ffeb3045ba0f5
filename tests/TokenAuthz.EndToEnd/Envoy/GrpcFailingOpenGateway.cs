namespace TokenAuthz.EndToEnd.Envoy;

/// <summary>The classes that share a gateway that asks by gRPC and fails open, one after the other.</summary>
[CollectionDefinition(Name)]
public sealed class GrpcFailingOpenGateway : ICollectionFixture<GrpcFailingOpenStand>
{
    public const string Name = "gateway that asks by gRPC and fails open";
}

namespace TokenAuthz.EndToEnd.Envoy;

/// <summary>The classes that share a gateway that fails open, one after the other.</summary>
[CollectionDefinition(Name)]
public sealed class FailingOpenGateway : ICollectionFixture<FailingOpenStand>
{
    public const string Name = "gateway that fails open";
}

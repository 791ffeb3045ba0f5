namespace TokenAuthz.EndToEnd.Envoy;

/// <summary>The classes that share one plain stand, one after the other.</summary>
[CollectionDefinition(Name)]
public sealed class PlainGateway : ICollectionFixture<PlainStand>
{
    public const string Name = "plain gateway";
}

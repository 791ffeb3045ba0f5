namespace TokenAuthz.EndToEnd.InsideEnvoy;

/// <summary>The classes that share one stand, one after the other.</summary>
[CollectionDefinition(Name)]
public sealed class ModuleGateway : ICollectionFixture<ModuleStand>
{
    public const string Name = "module gateway";
}

using TokenAuthz.EndToEnd.Harness;

namespace TokenAuthz.EndToEnd.InsideEnvoy;

/// <summary>The classes that share an Envoy with the check inside, one after the other.</summary>
[CollectionDefinition]
public sealed class ModuleGateway : ICollectionFixture<StandFixture>
{
    internal static StandOptions Options { get; } = new(Way.Inside);
}

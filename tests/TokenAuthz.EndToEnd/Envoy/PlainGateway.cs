using TokenAuthz.EndToEnd.Harness;

namespace TokenAuthz.EndToEnd.Envoy;

/// <summary>The classes that share an Envoy with the shipped file, one after the other.</summary>
[CollectionDefinition]
public sealed class PlainGateway : ICollectionFixture<StandFixture>
{
    internal static StandOptions Options { get; } = new(Way.Http);
}

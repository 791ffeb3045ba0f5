using TokenAuthz.EndToEnd.Harness;

namespace TokenAuthz.EndToEnd.Envoy;

/// <summary>The classes that share an Envoy that fails open, one after the other.</summary>
[CollectionDefinition]
public sealed class FailingOpenGateway : ICollectionFixture<StandFixture>
{
    internal static StandOptions Options { get; } = new(Way.Http) { IsFailingOpen = true };
}

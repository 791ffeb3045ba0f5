using TokenAuthz.EndToEnd.Harness;

namespace TokenAuthz.EndToEnd.Envoy;

/// <summary>The classes that share an Envoy that asks by HTTP/2 and fails open, one after the other.</summary>
[CollectionDefinition]
public sealed class Http2FailingOpenGateway : ICollectionFixture<StandFixture>
{
    internal static StandOptions Options { get; } = new(Way.Http2) { IsFailingOpen = true };
}

using TokenAuthz.EndToEnd.Harness;

namespace TokenAuthz.EndToEnd.Envoy;

/// <summary>The service tells Envoy, which tells the upstream.</summary>
public sealed class ServiceOnAllowTests(StandFixture fixture) : OnAllowTests(fixture, Way.Http), IClassFixture<StandFixture>;

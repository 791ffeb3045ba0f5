using TokenAuthz.EndToEnd.Envoy;
using TokenAuthz.EndToEnd.Harness;

namespace TokenAuthz.EndToEnd.InsideEnvoy;

/// <summary>The check inside Envoy changes the request itself.</summary>
public sealed class ModuleOnAllowTests(StandFixture fixture) : OnAllowTests(fixture, Way.Inside), IClassFixture<StandFixture>;

using TokenAuthz.EndToEnd.Envoy;

namespace TokenAuthz.EndToEnd.InsideEnvoy;

/// <summary>The check changes the request itself.</summary>
public sealed class ModuleOnAllowTests(TellingModuleStand fixture) : OnAllowTests(fixture.Stand), IClassFixture<TellingModuleStand>;

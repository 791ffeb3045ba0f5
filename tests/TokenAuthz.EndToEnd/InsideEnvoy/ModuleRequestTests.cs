using TokenAuthz.EndToEnd.Envoy;

namespace TokenAuthz.EndToEnd.InsideEnvoy;

/// <summary>The check is inside Envoy.</summary>
[Collection(ModuleGateway.Name)]
public sealed class ModuleRequestTests(ModuleStand fixture) : RequestTests(fixture.Stand);

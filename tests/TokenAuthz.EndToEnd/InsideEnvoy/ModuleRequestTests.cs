using TokenAuthz.EndToEnd.Envoy;
using TokenAuthz.EndToEnd.Harness;

namespace TokenAuthz.EndToEnd.InsideEnvoy;

/// <summary>The check is inside Envoy.</summary>
[Collection<ModuleGateway>]
public sealed class ModuleRequestTests(StandFixture fixture) : RequestTests(fixture, ModuleGateway.Options);

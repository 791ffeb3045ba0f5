using TokenAuthz.EndToEnd.Envoy;
using TokenAuthz.EndToEnd.Harness;

namespace TokenAuthz.EndToEnd.InsideEnvoy;

/// <summary>The check is inside an Envoy that changes no path.</summary>
[Collection<ModuleGateway>]
public sealed class ModuleContractTests(StandFixture fixture) : ContractTests(fixture, ModuleGateway.Options);

using TokenAuthz.EndToEnd.Envoy;

namespace TokenAuthz.EndToEnd.InsideEnvoy;

/// <summary>Inside Envoy, which hands on what the client sent.</summary>
[Collection(ModuleGateway.Name)]
public sealed class ModuleContractTests(ModuleStand fixture) : ContractTests(fixture.Stand, normalizing: false);

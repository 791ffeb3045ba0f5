using TokenAuthz.EndToEnd.Envoy;

namespace TokenAuthz.EndToEnd.InsideEnvoy;

/// <summary>Inside an Envoy that normalizes first.</summary>
public sealed class NormalizingModuleContractTests(NormalizingModuleStand fixture) : ContractTests(fixture.Stand, normalizing: true), IClassFixture<NormalizingModuleStand>;

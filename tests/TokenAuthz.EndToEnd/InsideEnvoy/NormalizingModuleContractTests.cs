using TokenAuthz.EndToEnd.Envoy;
using TokenAuthz.EndToEnd.Harness;

namespace TokenAuthz.EndToEnd.InsideEnvoy;

/// <summary>The check is inside an Envoy that normalizes the path first.</summary>
public sealed class NormalizingModuleContractTests(StandFixture fixture)
    : ContractTests(fixture, new(Way.Inside) { IsNormalizing = true }), IClassFixture<StandFixture>;

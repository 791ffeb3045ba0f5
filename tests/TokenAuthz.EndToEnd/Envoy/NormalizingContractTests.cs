using TokenAuthz.EndToEnd.Harness;

namespace TokenAuthz.EndToEnd.Envoy;

/// <summary>Envoy normalizes the path before it asks, so that the normalized path must be signed.</summary>
public sealed class NormalizingContractTests(StandFixture fixture)
    : ContractTests(fixture, new(Way.Http) { IsNormalizing = true }), IClassFixture<StandFixture>;

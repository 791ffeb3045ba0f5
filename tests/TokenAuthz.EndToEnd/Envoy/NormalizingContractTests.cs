namespace TokenAuthz.EndToEnd.Envoy;

/// <summary>Envoy normalizes first, so its form is what has to be signed.</summary>
public sealed class NormalizingContractTests(NormalizingStand fixture) : ContractTests(fixture.Stand, normalizing: true), IClassFixture<NormalizingStand>;

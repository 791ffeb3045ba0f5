namespace TokenAuthz.EndToEnd.Envoy;

/// <summary>Envoy asks over HTTP, and would let pass what fails.</summary>
[Collection(FailingOpenGateway.Name)]
public sealed class FailingOpenContractTests(FailingOpenStand fixture) : ContractTests(fixture.Stand, normalizing: false);

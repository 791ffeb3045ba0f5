namespace TokenAuthz.EndToEnd.Envoy;

/// <summary>Envoy asks by gRPC, and would let pass what fails.</summary>
[Collection(GrpcFailingOpenGateway.Name)]
public sealed class GrpcFailingOpenContractTests(GrpcFailingOpenStand fixture) : ContractTests(fixture.Stand, normalizing: false);

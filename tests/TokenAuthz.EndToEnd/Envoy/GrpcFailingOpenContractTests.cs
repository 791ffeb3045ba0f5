using TokenAuthz.EndToEnd.Harness;

namespace TokenAuthz.EndToEnd.Envoy;

/// <summary>Envoy asks by gRPC, and lets a request pass when the check fails.</summary>
[Collection<GrpcFailingOpenGateway>]
public sealed class GrpcFailingOpenContractTests(StandFixture fixture) : ContractTests(fixture, GrpcFailingOpenGateway.Options);

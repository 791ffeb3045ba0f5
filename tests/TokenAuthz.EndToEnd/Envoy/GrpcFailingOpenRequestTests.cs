namespace TokenAuthz.EndToEnd.Envoy;

/// <summary>Envoy asks by gRPC, and would let pass what fails.</summary>
[Collection(GrpcFailingOpenGateway.Name)]
public sealed class GrpcFailingOpenRequestTests(GrpcFailingOpenStand fixture) : RequestTests(fixture.Stand);

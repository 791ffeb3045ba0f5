namespace TokenAuthz.EndToEnd.Envoy;

/// <summary>Envoy asks over HTTP, and would let pass what fails.</summary>
[Collection(FailingOpenGateway.Name)]
public sealed class FailingOpenRequestTests(FailingOpenStand fixture) : RequestTests(fixture.Stand);

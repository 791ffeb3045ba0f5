using TokenAuthz.EndToEnd.Harness;

namespace TokenAuthz.EndToEnd.Envoy;

/// <summary>Envoy asks over HTTP, and lets a request pass when the check fails.</summary>
[Collection<FailingOpenGateway>]
public sealed class FailingOpenRequestTests(StandFixture fixture) : RequestTests(fixture, FailingOpenGateway.Options);

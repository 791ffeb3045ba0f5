using TokenAuthz.EndToEnd.Harness;

namespace TokenAuthz.EndToEnd.Envoy;

/// <summary>Envoy asks over HTTP by HTTP/2, and lets a request pass when the check fails.</summary>
[Collection<Http2FailingOpenGateway>]
public sealed class Http2FailingOpenRequestTests(StandFixture fixture) : RequestTests(fixture, Http2FailingOpenGateway.Options);

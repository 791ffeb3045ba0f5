using TokenAuthz.EndToEnd.Harness;

namespace TokenAuthz.EndToEnd.Envoy;

/// <summary>Envoy asks over HTTP.</summary>
[Collection<PlainGateway>]
public sealed class PlainRequestTests(StandFixture fixture) : RequestTests(fixture, PlainGateway.Options);

using TokenAuthz.EndToEnd.Harness;

namespace TokenAuthz.EndToEnd.Envoy;

/// <summary>Envoy asks over HTTP and changes no path.</summary>
[Collection<PlainGateway>]
public sealed class PlainContractTests(StandFixture fixture) : ContractTests(fixture, PlainGateway.Options);

namespace TokenAuthz.EndToEnd.Envoy;

/// <summary>Envoy hands on what the client sent.</summary>
[Collection(PlainGateway.Name)]
public sealed class PlainContractTests(PlainStand fixture) : ContractTests(fixture.Stand, normalizing: false);

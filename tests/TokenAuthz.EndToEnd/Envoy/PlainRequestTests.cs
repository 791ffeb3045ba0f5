namespace TokenAuthz.EndToEnd.Envoy;

/// <summary>Envoy asks the service.</summary>
[Collection(PlainGateway.Name)]
public sealed class PlainRequestTests(PlainStand fixture) : RequestTests(fixture.Stand);

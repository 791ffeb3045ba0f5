namespace TokenAuthz.EndToEnd.Envoy;

/// <summary>Envoy asks the service.</summary>
public sealed class ServiceSignedUrlTests(SignedUrlStand fixture) : SignedUrlTests(fixture.Stand), IClassFixture<SignedUrlStand>;

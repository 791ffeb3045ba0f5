namespace TokenAuthz.EndToEnd.Envoy;

/// <summary>The service tells Envoy, which hands it on.</summary>
public sealed class ServiceOnAllowTests(TellingStand fixture) : OnAllowTests(fixture.Stand), IClassFixture<TellingStand>;

using TokenAuthz.EndToEnd.Harness;

namespace TokenAuthz.EndToEnd.Envoy;

/// <summary>Envoy asks the service, and tells it the address of the client.</summary>
public sealed class ServiceSignedUrlTests(StandFixture fixture)
    : SignedUrlTests(fixture, new(Way.Http, SignedUrls.Settings) { Configure = SignedUrls.TellClientAddress }), IClassFixture<StandFixture>;

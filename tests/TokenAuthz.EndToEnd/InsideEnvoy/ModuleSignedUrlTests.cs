using TokenAuthz.EndToEnd.Envoy;
using TokenAuthz.EndToEnd.Harness;

namespace TokenAuthz.EndToEnd.InsideEnvoy;

/// <summary>The check is inside Envoy.</summary>
public sealed class ModuleSignedUrlTests(StandFixture fixture)
    : SignedUrlTests(fixture, new(Way.Inside, SignedUrls.Settings)), IClassFixture<StandFixture>;

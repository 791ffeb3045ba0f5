using TokenAuthz.EndToEnd.Envoy;

namespace TokenAuthz.EndToEnd.InsideEnvoy;

/// <summary>The check is inside Envoy.</summary>
public sealed class ModuleSignedUrlTests(SignedUrlModuleStand fixture) : SignedUrlTests(fixture.Stand), IClassFixture<SignedUrlModuleStand>;

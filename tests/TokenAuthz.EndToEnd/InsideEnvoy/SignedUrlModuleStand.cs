using TokenAuthz.EndToEnd.Envoy;
using TokenAuthz.EndToEnd.Harness;

namespace TokenAuthz.EndToEnd.InsideEnvoy;

/// <summary>The example, and a host for each preset whose token can be in the URL.</summary>
public sealed class SignedUrlModuleStand : ModuleStand
{
    private protected override Task<Stand> StartAsync() => Stand.StartInsideAsync(file => file, [.. SignedUrlStand.Settings]);
}

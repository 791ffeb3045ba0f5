using TokenAuthz.EndToEnd.Harness;

namespace TokenAuthz.EndToEnd.InsideEnvoy;

/// <summary>The example, and a scheme that signs the body.</summary>
public sealed class WebhookModuleStand : ModuleStand
{
    private protected override Task<Stand> StartAsync() => Stand.StartInsideAsync(file => file, "Policies:0:Name=hooks", "Policies:0:Scheme=github-webhook");
}

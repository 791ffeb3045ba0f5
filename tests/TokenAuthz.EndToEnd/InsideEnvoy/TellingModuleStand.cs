using TokenAuthz.EndToEnd.Harness;

namespace TokenAuthz.EndToEnd.InsideEnvoy;

/// <summary>The example, and a check that tells the upstream all it can.</summary>
public sealed class TellingModuleStand : ModuleStand
{
    private protected override Task<Stand> StartAsync() => Stand.StartInsideAsync(file => file, "OnAllow:KeyId=true", "OnAllow:Policy=true", "OnAllow:RemoveToken=true");
}

using TokenAuthz.EndToEnd.Harness;

namespace TokenAuthz.EndToEnd.InsideEnvoy;

/// <summary>The example, with one policy that only looks on.</summary>
public sealed class ShadowModuleStand : ModuleStand
{
    private protected override Task<Stand> StartAsync() => Stand.StartInsideAsync(
        file => file, "Log:DenialsPerSecond=1000000", "Policies:0:Name=shadow", "Policies:0:Paths:0=/shadow/", "Policies:0:Mode=Shadow", "Policies:1:Name=default");
}

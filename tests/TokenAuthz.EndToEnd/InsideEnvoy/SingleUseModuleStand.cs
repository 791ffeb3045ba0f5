using TokenAuthz.EndToEnd.Harness;

namespace TokenAuthz.EndToEnd.InsideEnvoy;

/// <summary>The example, and links that open once: a digest of path, key and end, in the query.</summary>
public sealed class SingleUseModuleStand : ModuleStand
{
    private protected override Task<Stand> StartAsync() => Stand.StartInsideAsync(
        file => file, "Policies:0:Name=default", "Policies:0:Scheme=links", "Schemes:links:Preset=keycdn", "Schemes:links:Encoding=Hex", "Schemes:links:SingleUse=true");
}

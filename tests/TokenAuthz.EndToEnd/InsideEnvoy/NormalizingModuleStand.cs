using TokenAuthz.EndToEnd.Harness;

namespace TokenAuthz.EndToEnd.InsideEnvoy;

/// <summary>The example with <c>normalize_path</c> and <c>merge_slashes</c> on.</summary>
public sealed class NormalizingModuleStand : ModuleStand
{
    private protected override Task<Stand> StartAsync() => Stand.StartInsideAsync(file => file.Normalizing());
}

using TokenAuthz.EndToEnd.Harness;

namespace TokenAuthz.EndToEnd.Envoy;

/// <summary>The shipped configuration with <c>normalize_path</c> and <c>merge_slashes</c> on.</summary>
public sealed class NormalizingStand : StandFixture
{
    private protected override Task<Stand> StartAsync() => Stand.StartAsync(file => file.Normalizing());
}

using TokenAuthz.EndToEnd.Harness;

namespace TokenAuthz.EndToEnd.InsideEnvoy;

/// <summary>The example with the check inside Envoy, and its defaults.</summary>
public class ModuleStand : StandFixture
{
    private protected override IEnumerable<string> Needed => ModuleLibrary.Needed;

    private protected override Task<Stand> StartAsync() => Stand.StartInsideAsync(file => file);
}

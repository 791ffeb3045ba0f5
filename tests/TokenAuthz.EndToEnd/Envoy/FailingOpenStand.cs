using TokenAuthz.EndToEnd.Harness;

namespace TokenAuthz.EndToEnd.Envoy;

/// <summary>The worst gateway to stand behind: whatever the service answers with a 5xx, or not at all, it lets pass.</summary>
public class FailingOpenStand : StandFixture
{
    /// <summary>Starts one more, with other settings of the service, or another configuration of Envoy.</summary>
    internal virtual Task<Stand> StartAnotherAsync(Func<EnvoyFile, EnvoyFile> configure, params string[] settings) =>
        Stand.StartAsync(file => configure(file).FailingOpen(), settings);

    private protected override Task<Stand> StartAsync() => StartAnotherAsync(file => file);
}

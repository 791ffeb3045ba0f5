using TokenAuthz.EndToEnd.Harness;

namespace TokenAuthz.EndToEnd.Envoy;

/// <summary>The worst gateway to stand behind: whatever the service answers with a 5xx, or not at all, it lets pass.</summary>
public sealed class FailingOpenStand : StandFixture
{
    private protected override Task<Stand> StartAsync() => Stand.StartAsync(file => file.FailingOpen());
}

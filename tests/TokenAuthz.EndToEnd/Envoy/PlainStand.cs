using TokenAuthz.EndToEnd.Harness;

namespace TokenAuthz.EndToEnd.Envoy;

/// <summary>The shipped configuration and the service with its defaults.</summary>
public sealed class PlainStand : StandFixture
{
    private protected override Task<Stand> StartAsync() => Stand.StartAsync(file => file);
}

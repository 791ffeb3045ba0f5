using TokenAuthz.EndToEnd.Harness;

namespace TokenAuthz.EndToEnd.Envoy;

/// <summary>The shipped configuration and a service that tells the upstream all it can.</summary>
public sealed class TellingStand : StandFixture
{
    private protected override Task<Stand> StartAsync() => Stand.StartAsync(file => file, "OnAllow:KeyId=true", "OnAllow:Policy=true", "OnAllow:RemoveToken=true");
}

using Prometheus;
using TokenAuthz.Checks;

namespace TokenAuthz.Tests.Service.Checks;

/// <summary>Makes the buffers of bodies.</summary>
internal static class TestBodies
{
    private static readonly BodyTurns Turns = new(KnownSettings.Read().Limits, Metrics.WithCustomRegistry(Metrics.NewCustomRegistry()));

    /// <summary>A buffer of a body.</summary>
    /// <param name="most">The longest body that is checked, in bytes.</param>
    public static BodyBuffer Buffer(int most = 1024 * 1024) => new(Turns, KnownSettings.Read().Limits, most);
}

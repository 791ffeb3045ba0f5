using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace TokenAuthz.Lifetime;

/// <summary>Whether the process should go on: a restart mends a port that accepts no more, and nothing else that is looked at.</summary>
internal sealed class Liveness(AcceptWatch watch) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(watch.IsAlive ? HealthCheckResult.Healthy() : HealthCheckResult.Unhealthy());
}

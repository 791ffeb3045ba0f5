using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace TokenAuthz.Lifetime;

/// <summary>Whether the process should go on: of all that is watched, a restart mends only a port that does not accept any more.</summary>
internal sealed class Liveness(AcceptWatch watch) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(watch.IsAlive ? HealthCheckResult.Healthy() : HealthCheckResult.Unhealthy());
}

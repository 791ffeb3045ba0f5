using Microsoft.Extensions.Diagnostics.HealthChecks;
using TokenAuthz.Connections;

namespace TokenAuthz.Lifetime;

/// <summary>
/// Whether gateways should send checks here: from when the listeners are up until the process is told to stop, as long as every
/// listener accepts and has room for another connection.
/// </summary>
internal sealed class Readiness(IHostApplicationLifetime lifetime, OpenConnections connections, MemoryGuard memory, AcceptWatch watch)
    : IHealthCheck
{
    private readonly CancellationToken _started = lifetime.ApplicationStarted;
    private readonly CancellationToken _stopping = lifetime.ApplicationStopping;

    /// <summary>Whether the process was told to stop; checks are still answered.</summary>
    public bool IsStopping => _stopping.IsCancellationRequested;

    /// <summary>Whether checks should be sent here.</summary>
    public bool IsReady =>
        _started.IsCancellationRequested && !IsStopping && watch.IsAccepting && !memory.IsTight && !connections.AreFull;

    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(IsReady ? HealthCheckResult.Healthy() : HealthCheckResult.Unhealthy());
}

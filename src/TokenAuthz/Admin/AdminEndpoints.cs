using Prometheus;
using TokenAuthz.Lifetime;

namespace TokenAuthz.Admin;

/// <summary>What the admin port answers.</summary>
internal static class AdminEndpoints
{
    public const string ReadyPath = "/readyz";

    private const string Ready = "ready";
    private const string Alive = "alive";

    public static void AddAdmin(this IServiceCollection services)
    {
        services.AddRouting();
        services.AddHealthChecks().AddCheck<Readiness>(Ready).AddCheck<Liveness>(Alive);
    }

    public static void MapAdmin(this IEndpointRouteBuilder endpoints)
    {
        endpoints.MapMetrics("/metrics", endpoints.ServiceProvider.GetRequiredService<CollectorRegistry>());
        endpoints.MapHealthChecks(ReadyPath, new() { Predicate = check => check.Name == Ready });
        endpoints.MapHealthChecks("/healthz", new() { Predicate = check => check.Name == Alive });
    }
}

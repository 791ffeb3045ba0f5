using Microsoft.AspNetCore.Diagnostics.HealthChecks;
using Prometheus;
using TokenAuthz.Lifetime;

namespace TokenAuthz.Admin;

/// <summary>What the admin port answers.</summary>
internal static class AdminEndpoints
{
    public const string ReadyPath = "/readyz";

    public static void AddAdmin(this IServiceCollection services)
    {
        services.AddRouting();
        services.AddSingleton<Readiness>();
        services.AddHealthChecks().AddCheck<Readiness>("ready");
    }

    public static void MapAdmin(this IEndpointRouteBuilder endpoints)
    {
        endpoints.MapMetrics("/metrics", endpoints.ServiceProvider.GetRequiredService<CollectorRegistry>());
        endpoints.MapHealthChecks(ReadyPath);

        // Alive is whoever answers: what a restart cannot mend must not cause one.
        endpoints.MapHealthChecks("/healthz", new HealthCheckOptions { Predicate = _ => false });
    }
}

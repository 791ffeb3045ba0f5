using Prometheus;
using TokenAuthz.Configuration;
using TokenAuthz.Engine.Hosting;
using TokenAuthz.Lifetime;

namespace TokenAuthz.Admin;

/// <summary>Answers on the admin port: metrics, health, and which configuration is in force.</summary>
internal static class AdminEndpoints
{
    public const string ReadyPath = "/readyz";
    public const string ConfigurationPath = "/config";

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
        endpoints.MapGet(ConfigurationPath, WriteConfigurationAsync);
        endpoints.MapHealthChecks(ReadyPath, new() { Predicate = check => check.Name == Ready });
        endpoints.MapHealthChecks("/healthz", new() { Predicate = check => check.Name == Alive });
    }

    private static Task WriteConfigurationAsync(HttpContext context)
    {
        var status = ConfigurationStatus.Of(context.RequestServices.GetRequiredService<HostConfiguration<ServiceSettings>>());
        var type = ConfigurationStatusJson.Default.ConfigurationStatus;
        return context.Response.WriteAsJsonAsync(status, type, cancellationToken: context.RequestAborted);
    }
}

namespace TokenAuthz.Grpc;

/// <summary>What a gRPC listener answers.</summary>
internal static class GrpcEndpoints
{
    public static void AddGrpcChecks(this IServiceCollection services)
    {
        services.AddSingleton<GrpcAnswer>().AddSingleton<AuthorizationService>().AddSingleton<HealthService>();
        services.AddGrpc();
    }

    public static void MapGrpcChecks(this IEndpointRouteBuilder endpoints)
    {
        endpoints.MapGrpcService<AuthorizationService>();
        endpoints.MapGrpcService<HealthService>();
    }
}

using TokenAuthz.Admin;
using TokenAuthz.Checks;
using TokenAuthz.Configuration;
using TokenAuthz.Engine.Configuration;
using TokenAuthz.Engine.Hosting;
using TokenAuthz.Engine.SingleUse;
using TokenAuthz.Grpc;
using TokenAuthz.Http;
using TokenAuthz.Lifetime;
using TokenAuthz.Listeners;
using TokenAuthz.Observability;
using TokenAuthz.Redis;
using TokenAuthz.Refusals;
using TokenAuthz.Transport;

namespace TokenAuthz;

/// <summary>Puts the service together: the engine, its listeners, and what watches over them.</summary>
internal static class TokenAuthzService
{
    /// <summary>Builds the service, which is then ready to run.</summary>
    /// <exception cref="ConfigurationException">The configuration does not load.</exception>
    public static WebApplication Build(ConfigurationSource source, TimeProvider time)
    {
        var configuration = HostConfiguration.Load(source, ServiceSettings.Read, time);
        var builder = WebApplication.CreateEmptyBuilder(new()
        {
            ApplicationName = typeof(TokenAuthzService).Assembly.GetName().Name,
            EnvironmentName = source.IsDevelopment ? Environments.Development : Environments.Production,
        });
        AddServices(builder, configuration, time);

        var app = builder.Build();
        UseChecks(app);
        return app;
    }

    private static void AddServices(WebApplicationBuilder builder, HostConfiguration<ServiceSettings> configuration, TimeProvider time)
    {
        var (services, settings) = (builder.Services, configuration.Settings);
        services.AddSingleton(time).AddSingleton(configuration);
        services.AddSingleton(provider => provider.GetRequiredService<HostConfiguration<ServiceSettings>>().Engine);
        services.AddSingleton(settings).AddSingleton(settings.Limits).AddSingleton(settings.Checks);
        services.AddMetrics(settings.Listeners, settings.Admin);
        services.AddServiceLogging(settings.Log);
        services.AddRefusals();
        services.AddLifetime(settings.Lifetime);
        services.AddHostedService<ReloadLoop>();
        services.AddSingleton<IUsedTokens>(_ => settings.Redis is { } redis
            ? new RedisUsedTokens(redis, time)
            : new MemoryUsedTokens(time) { MaxTokens = settings.Checks.MaxUsedTokens });
        services.AddSingleton<CheckFlow>().AddSingleton<BodyTurns>();
        services.AddSingleton<CheckEndpoint>();
        services.AddSingleton<CheckCall>().AddSingleton<HealthCalls>().AddSingleton<GrpcEndpoint>();
        services.AddAdmin();
        builder.WebHost.UseKestrelCore();
        services.AddTransport();
    }

    /// <summary>
    /// One terminal branch for each way in, told apart by the connection: checks over HTTP end before any routing, and no
    /// branch knows an endpoint of another.
    /// </summary>
    private static void UseChecks(WebApplication app)
    {
        var checks = app.Services.GetRequiredService<CheckEndpoint>();
        var admin = Branch(app, endpoints => endpoints.MapAdmin());
        var goAway = app.Services.GetRequiredService<GoAway>();
        RequestDelegate grpc = app.Services.GetRequiredService<GrpcEndpoint>().HandleAsync;
        RequestDelegate http = context => checks.HandleAsync(context, context.Features.Get<Listener>()!);
        app.Run(context => context.Features.Get<Listener>() switch
        {
            { IsAdmin: true } => admin(context),
            { Kind.IsGrpc: true } => goAway.IsDue(context) ? goAway.SendAsync(context, grpc) : grpc(context),
            { } when goAway.IsDue(context) => goAway.SendAsync(context, http),
            { } listener => checks.HandleAsync(context, listener),
            null => throw new InvalidOperationException("A connection without a listener."),
        });
    }

    private static RequestDelegate Branch(IApplicationBuilder app, Action<IEndpointRouteBuilder> map) =>
        app.New().UseRouting().UseEndpoints(map).Build();
}

using Prometheus;
using TokenAuthz.Admin;
using TokenAuthz.Engine.Configuration;
using TokenAuthz.Engine.Hosts;
using TokenAuthz.Engine.SingleUse;
using TokenAuthz.Grpc;
using TokenAuthz.Lifetime;
using TokenAuthz.Listeners;
using TokenAuthz.Observability;
using TokenAuthz.Settings;
using TokenAuthz.SingleUse;

namespace TokenAuthz;

/// <summary>Puts the service together: the engine, its listeners, and what watches over them.</summary>
internal static class TokenAuthzService
{
    // On top of the drain: for the answers that are being written when the listeners close.
    private static readonly TimeSpan ShutdownGrace = TimeSpan.FromSeconds(5);

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
        var settings = configuration.Settings;
        var registry = Metrics.NewCustomRegistry();
        var metrics = Metrics.WithCustomRegistry(registry);

        // Nothing is traced, and looking for a trace costs more than counting.
        metrics.ExemplarBehavior = ExemplarBehavior.NoExemplars();
        builder.Services.AddSingleton(time);
        builder.Services.AddSingleton(configuration).AddSingleton(provider => provider.GetRequiredService<HostConfiguration<ServiceSettings>>().Engine).AddSingleton(settings).AddSingleton(settings.Limits).AddSingleton(settings.Host.OnAllow);
        builder.Services.AddSingleton(registry).AddSingleton<IMetricFactory>(metrics);
        builder.Services.AddSingleton<CheckMetrics>().AddSingleton<ConfigurationMetrics>().AddSingleton<DenialLog>();
        builder.Services.AddSingleton<Judge>().AddSingleton<CheckAnswer>().AddSingleton<CheckEndpoint>().AddSingleton<GoAway>();
        builder.Services.AddHostedService<Drain>().AddHostedService<ReloadLoop>().AddHostedService<RefusalStatus>();
        builder.Services.Configure<HostOptions>(options => options.ShutdownTimeout = settings.DrainTime + ShutdownGrace);
        builder.Services.AddSingleton<ISingleUseStore>(_ => settings.Redis is { } redis ? new RedisStore(redis, time) : new MemoryStore(time) { MaxTokens = settings.Host.MaxUsedTokens });
        builder.Services.AddServiceLogging(settings.LogLevel);
        builder.Services.AddAdmin();
        builder.Services.AddSingleton<GrpcAnswer>().AddSingleton<CheckCall>().AddSingleton<HealthCalls>().AddSingleton<GrpcEndpoint>();

        builder.WebHost.UseKestrelCore();
        builder.Services.AddBoundedConnections();
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
        app.Run(context => context.Features.Get<Listener>() switch
        {
            { IsAdmin: true } => admin(context),
            { Kind.IsGrpc: true } => goAway.HandleAsync(context, grpc),
            { } listener => checks.HandleAsync(context, listener),
            null => throw new InvalidOperationException("A connection without a listener."),
        });
    }

    private static RequestDelegate Branch(IApplicationBuilder app, Action<IEndpointRouteBuilder> map) =>
        app.New().UseRouting().UseEndpoints(map).Build();
}

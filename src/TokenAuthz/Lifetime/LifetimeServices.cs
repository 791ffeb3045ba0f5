namespace TokenAuthz.Lifetime;

/// <summary>Adds readiness, liveness, the guard of memory and the drain.</summary>
internal static class LifetimeServices
{
    // After the drain, for the answers that are being written when the listeners close.
    private static readonly TimeSpan ShutdownGrace = TimeSpan.FromSeconds(5);

    public static void AddLifetime(this IServiceCollection services, LifetimeSettings settings)
    {
        services.AddSingleton(settings);
        services.AddSingleton<Readiness>().AddSingleton<ServiceFailure>().AddSingleton<GoAway>().AddSingleton<AcceptProbes>();
        services.AddSingleton<MemoryGuard>().AddHostedService(provider => provider.GetRequiredService<MemoryGuard>());
        services.AddSingleton<AcceptWatch>().AddHostedService(provider => provider.GetRequiredService<AcceptWatch>());
        services.AddHostedService<Drain>();
        services.Configure<HostOptions>(options => options.ShutdownTimeout = settings.DrainTime + ShutdownGrace);
    }
}

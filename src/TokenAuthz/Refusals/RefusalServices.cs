namespace TokenAuthz.Refusals;

/// <summary>What counts and logs the connections and requests that never become a check.</summary>
internal static class RefusalServices
{
    /// <summary>Adds the services. The log has to be there, as Kestrel's events are read on the way to it.</summary>
    public static void AddRefusals(this IServiceCollection services)
    {
        services.AddSingleton<KestrelEvents>().AddSingleton<ServerRefusals>().AddHostedService<RefusalStatus>();
        var factory = services.Last(service => service.ServiceType == typeof(ILoggerFactory)).ImplementationFactory!;
        services.AddSingleton<ILoggerFactory>(provider =>
            new KestrelLoggers((ILoggerFactory)factory(provider), provider.GetRequiredService<KestrelEvents>()));
    }
}

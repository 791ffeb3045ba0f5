namespace TokenAuthz.Refusals;

/// <summary>Adds the counting and logging of connections and requests that are refused before there is a check.</summary>
internal static class RefusalServices
{
    /// <summary>Adds the services, after the log: Kestrel's events are read on the way to it.</summary>
    public static void AddRefusals(this IServiceCollection services)
    {
        services.AddSingleton<KestrelEvents>().AddSingleton<ServerRefusals>().AddHostedService<RefusalStatus>();
        var factory = services.Last(service => service.ServiceType == typeof(ILoggerFactory)).ImplementationFactory!;
        services.AddSingleton<ILoggerFactory>(provider =>
            new KestrelLoggers((ILoggerFactory)factory(provider), provider.GetRequiredService<KestrelEvents>()));
    }
}

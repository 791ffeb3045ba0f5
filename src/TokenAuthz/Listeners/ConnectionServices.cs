using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.Options;
using TokenAuthz.Lifetime;
using TokenAuthz.Observability;

namespace TokenAuthz.Listeners;

/// <summary>What accepts connections, bounds them, and watches over them.</summary>
internal static class ConnectionServices
{
    // What is taken from a peer before it is read; by default 1 MiB, which a hundred peers would fill memory with.
    private const int ReadAhead = 16 * 1024;

    public static void AddBoundedConnections(this IServiceCollection services)
    {
        services.AddSingleton<IMemoryPoolFactory<byte>, BufferPool.Factory>();

        services.Configure<SocketTransportOptions>(options => options.MaxReadBufferSize = ReadAhead);
        services.AddSingleton<OpenConnections>().AddSingleton<AcceptProbes>().AddSingleton<ConnectionGate>();
        services.AddSingleton<KestrelEvents>().AddSingleton<ServerRefusals>().AddSingleton<ServiceFailure>();
        services.AddSingleton<Readiness>().AddSingleton<MemoryGuard>().AddSingleton<AcceptWatch>();
        services.AddHostedService(provider => provider.GetRequiredService<MemoryGuard>());
        services.AddHostedService(provider => provider.GetRequiredService<AcceptWatch>());
        services.AddSingleton<IConfigureOptions<KestrelServerOptions>, KestrelListeners>();
    }
}

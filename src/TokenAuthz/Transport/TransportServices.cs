using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.Options;
using TokenAuthz.Connections;

namespace TokenAuthz.Transport;

/// <summary>Adds the ports, and the gate that limits the connections of each.</summary>
internal static class TransportServices
{
    // Bytes that Kestrel takes from a peer before they are read; with the default of 1 MiB a hundred peers would fill memory.
    private const int ReadAhead = 16 * 1024;

    public static void AddTransport(this IServiceCollection services)
    {
        services.AddSingleton<IMemoryPoolFactory<byte>, BufferPool.Factory>();
        services.Configure<SocketTransportOptions>(options => options.MaxReadBufferSize = ReadAhead);
        services.AddSingleton<IConnectionListenerFactory, ListenerTransport>();
        services.AddSingleton<OpenConnections>().AddSingleton<ConnectionGate>();
        services.AddSingleton<IConfigureOptions<KestrelServerOptions>, KestrelListeners>();
    }
}

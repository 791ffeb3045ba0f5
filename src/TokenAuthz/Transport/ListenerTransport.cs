using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.Options;
using TokenAuthz.Configuration;

namespace TokenAuthz.Transport;

/// <summary>
/// Opens the sockets of listeners. Checks over HTTP/1 run on the thread that waits for their sockets, which saves the way through the
/// thread pool, a fifth of a check. Over HTTP/2 the thread pool is cheaper: answers that are ready together are sent together.
/// </summary>
internal sealed class ListenerTransport : IConnectionListenerFactory, IDisposable
{
    // Read once, when the first socket is used. Without it the runtime hands every event of a socket to the thread pool.
    private const string InlineCompletions = "DOTNET_SYSTEM_NET_SOCKETS_INLINE_COMPLETIONS";

    private readonly ServiceSettings _settings;
    private readonly SocketTransportFactory _pooled;
    private readonly SocketTransportFactory _inline;
    private readonly List<string> _bound = [];

    public ListenerTransport(IOptionsFactory<SocketTransportOptions> options, ServiceSettings settings, ILoggerFactory loggers)
    {
        if (Environment.GetEnvironmentVariable(InlineCompletions) is null) Environment.SetEnvironmentVariable(InlineCompletions, "1");
        _settings = settings;
        _pooled = Create(isInline: false);
        _inline = Create(isInline: true);

        SocketTransportFactory Create(bool isInline)
        {
            var own = options.Create(Options.DefaultName);
            own.UnsafePreferInlineScheduling = isInline;
            own.CreateBoundListenSocket = Bind;
            return new(Options.Create(own), loggers);
        }
    }

    public ValueTask<IConnectionListener> BindAsync(EndPoint endpoint, CancellationToken cancellationToken = default) =>
        (IsInline(endpoint) ? _inline : _pooled).BindAsync(endpoint, cancellationToken);

    /// <summary>Deletes the files of the Unix sockets, which are closed.</summary>
    public void Dispose() => _bound.ForEach(File.Delete);

    // The admin port is no listener: what it answers takes long.
    private bool IsInline(EndPoint endpoint) => _settings.Listeners.Any(listener =>
        listener.Protocols == HttpProtocols.Http1
        && listener.Tls is null
        && (endpoint is UnixDomainSocketEndPoint ? listener.Socket?.Path == endpoint.ToString()
            : listener.Socket is null && listener.Address.Port == (endpoint as IPEndPoint)?.Port));

    private Socket Bind(EndPoint endpoint)
    {
        if (endpoint is not UnixDomainSocketEndPoint) return SocketTransportOptions.CreateDefaultBoundListenSocket(endpoint);
        var settings = _settings.Listeners.Select(listener => listener.Socket).First(socket => socket?.Path == endpoint.ToString())!;
        var socket = UnixSocketFile.Bind(settings);
        _bound.Add(settings.Path);
        return socket;
    }
}

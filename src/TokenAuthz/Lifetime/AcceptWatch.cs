using System.Collections.Immutable;
using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http.Features;

namespace TokenAuthz.Lifetime;

/// <summary>
/// Connects to each port once a second, to see that it still accepts: a listener whose accept loop has ended looks open from
/// outside, because the kernel goes on taking connections for it.
/// </summary>
internal sealed partial class AcceptWatch(
    IServer server,
    AcceptProbes probes,
    ServiceFailure failure,
    IHostApplicationLifetime lifetime,
    TimeProvider time,
    ILogger<AcceptWatch> logger) : BackgroundService
{
    // After so many misses of a port in a row the process counts as dead (10 s), and ends itself (30 s). Misses are counted and not
    // timed, because a process that was halted for an hour has one miss.
    private const int DeadAfter = 10;
    private const int EndsAfter = 30;

    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    private volatile int _missed;

    /// <summary>Whether every port accepted when it was last tried.</summary>
    public bool IsAccepting => _missed == 0;

    /// <summary>Whether no port has failed to accept for 10 s.</summary>
    public bool IsAlive => _missed < DeadAfter;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, time);
        var missed = ImmutableArray<int>.Empty;
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            // The ports are bound when the application has started, which is later than this service.
            if (!lifetime.ApplicationStarted.IsCancellationRequested) continue;
            var ports = Ports();
            if (missed.IsEmpty) missed = [.. ports.Select(_ => 0)];
            var accepted = await Task.WhenAll(ports.Select(port => AcceptsAsync(port, stoppingToken)));
            missed = [.. missed.Zip(accepted, (count, isAccepted) => isAccepted ? 0 : count + 1)];
            Report(ports, missed);
        }
    }

    private void Report(ImmutableArray<EndPoint> ports, ImmutableArray<int> missed)
    {
        var most = missed.Max();
        var port = ports[missed.IndexOf(most)];
        if (_missed == 0 && most > 0) Log.Silent(logger, port);
        if (_missed > 0 && most == 0) Log.Accepting(logger);
        _missed = most;
        if (most >= EndsAfter) failure.End($"{port} accepts no connections");
    }

    private async Task<bool> AcceptsAsync(EndPoint port, CancellationToken cancellation)
    {
        try
        {
            await probes.ConnectAsync(port, Interval, time, cancellation);
            return true;
        }
        catch (Exception e) when (e is SocketException or TimeoutException)
        {
            return false;
        }
    }

    private ImmutableArray<EndPoint> Ports() =>
    [
        .. server.Features.GetRequiredFeature<IServerAddressesFeature>().Addresses
            .Select(address => PortOf(BindingAddress.Parse(address))),
    ];

    // A listener on every address of the machine is reached by loopback, and so is localhost.
    private static EndPoint PortOf(BindingAddress address)
    {
        if (address.IsUnixPipe) return new UnixDomainSocketEndPoint(address.UnixPipePath);
        var isAddress = IPAddress.TryParse(address.Host, out var ip) && !ip.Equals(IPAddress.Any) && !ip.Equals(IPAddress.IPv6Any);
        return new IPEndPoint(isAddress ? ip! : IPAddress.Loopback, address.Port);
    }

    private static partial class Log
    {
        [LoggerMessage(30, LogLevel.Error, "{Port} accepts no connections: checks should not be sent here")]
        public static partial void Silent(ILogger logger, EndPoint port);

        [LoggerMessage(31, LogLevel.Information, "Every port accepts connections again")]
        public static partial void Accepting(ILogger logger);
    }
}
